namespace Edge.Link;

/// <summary>The received message that waits for its user, and the sequence of reliable ones. A reliable message is
/// acknowledged when it is released, so that the peer sends no other before.</summary>
internal sealed class MessageReceiver
{
    private readonly LinkCounters _counters;
    private byte[] _held;
    private bool _isAckDueOnRelease;
    private int _next;

    internal MessageReceiver(LinkOptions options, LinkCounters counters)
    {
        _held = new byte[options.FrameBytesMax];
        _counters = counters;
    }

    /// <summary>The body of the frame that holds the message.</summary>
    internal byte[] Held => _held;

    /// <summary>Bytes of the message; 0 when none is held.</summary>
    internal int HeldCount { get; private set; }

    /// <summary>The sequence number of the next reliable message.</summary>
    internal int Next => _next;

    /// <summary>True when the peer is to be told <see cref="Next"/>.</summary>
    internal bool IsAckDue { get; private set; }

    internal void OnReliable(FrameDecoder frame)
    {
        // Whatever it is, the peer hears where we are: also that we live while we hold a message.
        IsAckDue = true;
        int ahead = (frame.Sequence - _next) & 0xFF;
        if (ahead >= 0x80)
        {
            _counters.Duplicates++;
        }
        else if (ahead > 0)
        {
            _counters.OutOfSequence++;
        }
        else if (Take(frame))
        {
            _isAckDueOnRelease = true;
            IsAckDue = false;
        }
    }

    internal void OnUnreliable(FrameDecoder frame) => Take(frame);

    internal void OnAckPut() => IsAckDue = false;

    internal void Release()
    {
        if (HeldCount > 0 && _isAckDueOnRelease)
        {
            _next = (_next + 1) & 0xFF;
            IsAckDue = true;
        }

        _isAckDueOnRelease = false;
        HeldCount = 0;
    }

    /// <summary>The peer is another one. A message that is held stays; nobody waits for its acknowledgement.</summary>
    internal void Reset()
    {
        _isAckDueOnRelease = false;
        IsAckDue = false;
        _next = 0;
    }

    private bool Take(FrameDecoder frame)
    {
        if (frame.PayloadCount == 0)
        {
            _counters.UnknownType++;
            return false;
        }

        if (HeldCount > 0)
        {
            _counters.MessagesRefused++;
            return false;
        }

        HeldCount = frame.PayloadCount;
        _held = frame.TakeBody(_held);
        _counters.MessagesReceived++;
        return true;
    }
}
