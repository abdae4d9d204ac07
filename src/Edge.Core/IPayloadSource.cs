namespace Edge;

/// <summary>A payload too large for memory: a file, a flash area, a generator. It is read while it is sent, and from the
/// start again after a lost connection, so it gives the same bytes each time until its publish is over.</summary>
public interface IPayloadSource
{
    /// <summary>Bytes of the whole payload; the same at each call.</summary>
    int Length { get; }

    /// <summary>Copies bytes into the buffer. Called by the thread that polls, which waits for it.</summary>
    /// <param name="position">Where in the payload, 0 to <see cref="Length"/> - 1.</param>
    /// <param name="buffer">Where they go.</param>
    /// <param name="offset">Where they go in it.</param>
    /// <param name="count">The most that fit, at least 1.</param>
    /// <returns>1 to <paramref name="count"/>; 0 when nothing can be had now (it is asked again); negative when the
    /// payload cannot be read any more: the connection ends, because a packet cannot be taken back, and the message is
    /// dropped.</returns>
    int Read(int position, byte[] buffer, int offset, int count);
}
