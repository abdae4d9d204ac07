using System;

namespace Edge.Driver;

/// <summary>A link that takes whatever is sent and shows the one message that the driver put in.</summary>
internal sealed class MemoryLink : IMessageLink
{
    private readonly byte[] _incoming = new byte[256];
    private int _incomingBytes;

    /// <summary>The last message sent.</summary>
    internal byte[] Sent { get; } = new byte[256];

    /// <summary>Its bytes; 0 since the last <see cref="Forget"/>.</summary>
    internal int SentBytes { get; private set; }

    public bool IsUp => true;

    public int Epoch => 1;

    public int MessageBytesMax => 256;

    public int PreferredBytes => 256;

    public int ShownEpoch => 1;

    public int UnsentBytes => 0;

    public int Poll(long now) => Deadline.Idle;

    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        Array.Copy(buffer, offset, Sent, 0, count);
        SentBytes = count;
        return true;
    }

    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        buffer = _incoming;
        offset = 0;
        count = _incomingBytes;
        return count > 0;
    }

    public void Release() => _incomingBytes = 0;

    public void Wait(int milliseconds)
    {
    }

    public void Wake()
    {
    }

    internal void Feed(byte[] message)
    {
        Array.Copy(message, 0, _incoming, 0, message.Length);
        _incomingBytes = message.Length;
    }

    internal void Forget() => SentBytes = 0;
}
