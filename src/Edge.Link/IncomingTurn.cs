namespace Edge.Link;

/// <summary>The turn of the other side, and when it is over: with the frame that says that none remains; or, if that one
/// is lost, when the remaining ones would have come and the line is quiet.</summary>
internal sealed class IncomingTurn
{
    // What a driver or a slow loop may add to a pause between bytes.
    private const int PauseMs = 4;

    // What noise may have taken from a frame that is counted by its bytes.
    private const int BytesLostMax = 3;

    private readonly LinkOptions _options;
    private readonly int _quietMs;
    private long _bytesSeen;
    private long _lastByteAt;
    private long _earliestEnd;
    private long _latestEnd;
    private long _endsAtByte;
    private long _answeredAtByte;
    private int _longestPayload;
    private int _longestBefore;
    private bool _isOver;

    internal IncomingTurn(LinkOptions options)
    {
        _options = options;
        _quietMs = PauseMs + options.LineMs(3);
    }

    /// <summary>True when a good frame of it was heard.</summary>
    internal bool IsHeard { get; private set; }

    /// <summary>When its first byte came, or its first good frame where the line echoes; <see cref="Deadline.Never"/>
    /// before.</summary>
    internal long FirstByteAt { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <param name="input">What the line brings.</param>
    /// <param name="answerBy">When the first byte must have come.</param>
    /// <param name="now">Milliseconds.</param>
    internal void Begin(FrameInput input, long answerBy, long now)
    {
        _bytesSeen = input.BytesTaken;
        _answeredAtByte = _bytesSeen + _options.AckLineBytes - BytesLostMax;
        _lastByteAt = now;
        _earliestEnd = answerBy;
        _longestBefore = _longestPayload;
        _longestPayload = 0;
        _endsAtByte = long.MaxValue;
        int turnBytes = (_options.Window + 2) * Frame.LineBytesMax(_options.FrameBytesMax);
        _latestEnd = answerBy + (2 * _options.LineMs(turnBytes));
        _isOver = false;
        IsHeard = false;
        FirstByteAt = Deadline.Never;
    }

    /// <summary>A good frame has come.</summary>
    internal void OnFrame(FrameInput input, int remaining, int payloadBytes, long now)
    {
        FirstByteAt = FirstByteAt < now ? FirstByteAt : now;
        IsHeard = true;
        _isOver = remaining == 0;
        _longestPayload = payloadBytes < _longestPayload ? _longestPayload : payloadBytes;
        // The longest of this turn and of the one before; where both had only short ones, those to come may be of any
        // length.
        int longest = _longestPayload < _longestBefore ? _longestBefore : _longestPayload;
        bool isShort = longest + _options.OverheadBytes < Frame.AdaptedBodyBytesMin;
        int frameBytes = (isShort ? _options.PayloadBytesMax : longest) + _options.OverheadBytes + 2;
        _earliestEnd = now + _options.LineMs(remaining * frameBytes);
        // COBS/R may save a byte of each.
        _endsAtByte = input.BytesTaken + (remaining * (frameBytes - 1)) - 1;
    }

    internal bool IsOver(FrameInput input, long now)
    {
        long bytes = input.BytesTaken;
        if (bytes != _bytesSeen)
        {
            _bytesSeen = bytes;
            _lastByteAt = now;
            // Where nothing comes back of what was sent, as many bytes as the shortest frame has are an answer.
            if (!IsHeard && !input.IsEchoing)
            {
                FirstByteAt = FirstByteAt < now ? FirstByteAt : now;
                _earliestEnd = bytes >= _answeredAtByte ? now : _earliestEnd;
            }
        }

        // As many bytes as the remaining frames have, and the last of them a delimiter: they have come, damaged.
        return _isOver || now >= EndsAt || (bytes >= _endsAtByte && input.IsAtDelimiter);
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
