namespace Edge;

/// <summary>Whole messages to and from one peer: the link on a raw line, or a packet carrier such as UDP.</summary>
/// <remarks>
/// Reliable messages arrive whole, once and in order for as long as neither side reboots; a reboot shows as a new
/// <see cref="Epoch"/>. That a message was delivered to the peer's link says nothing about custody: the protocol above
/// acknowledges. Threads and times are as in <see cref="IByteStream"/>.
/// </remarks>
public interface IMessageLink
{
    /// <summary>True while the peer is known and nothing says that it is gone.</summary>
    bool IsUp { get; }

    /// <summary>Changes whenever messages of before can no longer arrive: either side has rebooted. 0 until the peer was
    /// first seen.</summary>
    int Epoch { get; }

    /// <summary>The longest message that can be sent, in bytes.</summary>
    int MessageBytesMax { get; }

    /// <summary>The length in bytes at which a long text is best cut into messages now, 1 to
    /// <see cref="MessageBytesMax"/>.</summary>
    int PreferredBytes { get; }

    /// <summary>The <see cref="Epoch"/> in which the message came that <see cref="Peek"/> shows; without one, of no
    /// meaning.</summary>
    int ShownEpoch { get; }

    /// <summary>Bytes of reliable messages accepted and not yet known to have arrived.</summary>
    int UnsentBytes { get; }

    /// <summary>Does the link's own work that is due: its carrier, its timers, its acknowledgements.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <returns>Milliseconds until it wants to be polled again, at least 0, or <see cref="Deadline.Idle"/>.</returns>
    int Poll(long now);

    /// <summary>Hands over one message.</summary>
    /// <param name="buffer">Copied before the call returns.</param>
    /// <param name="offset">Where the message starts.</param>
    /// <param name="count">1 to <see cref="MessageBytesMax"/> bytes.</param>
    /// <param name="isReliable">False: sent once, and lost if the line loses it.</param>
    /// <returns>False when there is no room now or the link is not up; nothing was taken.</returns>
    bool Send(byte[] buffer, int offset, int count, bool isReliable);

    /// <summary>Shows the next received message where it lies.</summary>
    /// <returns>False when there is none. What is shown stays valid until <see cref="Release"/>; while it is not
    /// released the link takes no more messages from the line, which is its back-pressure.</returns>
    bool Peek(out byte[] buffer, out int offset, out int count);

    /// <summary>Gives back the message that <see cref="Peek"/> showed.</summary>
    void Release();

    /// <summary>Waits as <see cref="IByteStream.Wait"/> does.</summary>
    void Wait(int milliseconds);

    /// <summary>Ends a <see cref="Wait"/>, now or the next one. Any thread.</summary>
    void Wake();
}
