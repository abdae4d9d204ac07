namespace Edge.Link;

/// <summary>The turn of the other side, and when it is over: with the frame that says that none remains; or, if that one
/// is lost, when the remaining ones would have come and the line is quiet.</summary>
internal sealed class IncomingTurn
{
    // What a driver or a slow loop may add to a pause between bytes.
    private const int PauseMs = 4;

    private readonly LinkOptions _options;
    private readonly int _quietMs;
    private long _bytesSeen;
    private long _lastByteAt;
    private long _earliestEnd;
    private long _latestEnd;
    private int _longestPayload;
    private bool _isOver;

    internal IncomingTurn(LinkOptions options)
    {
        _options = options;
        _quietMs = PauseMs + options.LineMs(3);
    }

    /// <summary>True when a good frame of it was heard.</summary>
    internal bool IsHeard { get; private set; }

    /// <summary>When its first byte came; <see cref="Deadline.Never"/> before.</summary>
    internal long FirstByteAt { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <param name="bytesRead">Bytes that the line has brought before.</param>
    /// <param name="answerBy">When the first byte must have come.</param>
    /// <param name="now">Milliseconds.</param>
    internal void Begin(long bytesRead, long answerBy, long now)
    {
        _bytesSeen = bytesRead;
        _lastByteAt = now;
        _earliestEnd = answerBy;
        int turnBytes = (_options.Window + 2) * Frame.LineBytesMax(_options.FrameBytesMax);
        _latestEnd = answerBy + (2 * _options.LineMs(turnBytes));
        _isOver = false;
        IsHeard = false;
        FirstByteAt = Deadline.Never;
    }

    internal void OnFrame(int remaining, int payloadBytes, long now)
    {
        // The longest frame of this turn, or of the one before while this has only begun.
        _longestPayload = IsHeard && payloadBytes < _longestPayload ? _longestPayload : payloadBytes;
        IsHeard = true;
        _isOver = remaining == 0;
        int frameBytes = Frame.LineBytesMax(_longestPayload + _options.OverheadBytes);
        _earliestEnd = now + _options.LineMs(remaining * frameBytes);
    }

    internal bool IsOver(long bytesRead, long now)
    {
        if (bytesRead != _bytesSeen)
        {
            _bytesSeen = bytesRead;
            _lastByteAt = now;
            FirstByteAt = FirstByteAt < now ? FirstByteAt : now;
        }

        return _isOver || now >= EndsAt;
    }

    /// <summary>When it is over if nothing more comes.</summary>
    internal long EndsAt
    {
        get
        {
            long quietAt = _lastByteAt + _quietMs;
            long end = _earliestEnd > quietAt ? _earliestEnd : quietAt;
            return end < _latestEnd ? end : _latestEnd;
        }
    }
}
