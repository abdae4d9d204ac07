namespace Edge;

/// <summary>An ordered stream of bytes to one peer: TCP, TLS, a serial line, or the stream adapter over a link.</summary>
/// <remarks>
/// One thread at a time calls a stream; only <see cref="Wake"/> may come from any thread. Nothing but
/// <see cref="Wait"/> waits. A peer, a dead port or a full buffer never throws: it shows in <see cref="State"/>
/// and in the counts that <see cref="Read"/> and <see cref="Write"/> return. Times are milliseconds of one
/// monotonic clock, handed in by whoever drives the stream.
/// </remarks>
public interface IByteStream
{
    /// <summary>Where the stream stands now.</summary>
    StreamState State { get; }

    /// <summary>Bytes that <see cref="Write"/> has accepted and that have not left yet, as far as this side can know.</summary>
    int UnsentBytes { get; }

    /// <summary>Starts to open the stream and returns at once; <see cref="State"/> tells how it goes. Whoever uses the
    /// stream reopens it; a stream with several addresses takes the next one at each call.</summary>
    /// <param name="now">Milliseconds.</param>
    void Open(long now);

    /// <summary>Does the stream's own work that is due: opening, resending, pacing.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <returns>Milliseconds until it wants to be polled again, at least 0; <see cref="Deadline.Idle"/> if nothing but
    /// the peer or its user can bring work.</returns>
    int Poll(long now);

    /// <summary>Takes bytes that are there.</summary>
    /// <returns>1 to <paramref name="count"/>; 0 when nothing is there now. After the peer has closed, what it sent
    /// before is still read; then <see cref="State"/> is <see cref="StreamState.Closed"/>.</returns>
    int Read(byte[] buffer, int offset, int count);

    /// <summary>Hands over as many bytes as fit now.</summary>
    /// <returns>0 to <paramref name="count"/>; a partial write is normal.</returns>
    int Write(byte[] buffer, int offset, int count);

    /// <summary>Waits until bytes can be read, blocked bytes can be written, <see cref="Wake"/> was called, or the time is
    /// over. It may return early.</summary>
    /// <param name="milliseconds">At least 0.</param>
    void Wait(int milliseconds);

    /// <summary>Ends a <see cref="Wait"/>, now or the next one. Any thread.</summary>
    void Wake();

    /// <summary>Ends the stream at once; what is unsent is lost. Closing a closed stream does nothing.</summary>
    void Close();
}
