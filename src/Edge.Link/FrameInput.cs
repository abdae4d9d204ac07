namespace Edge.Link;

/// <summary>The bytes that were read from the carrier and the frames in them.</summary>
internal sealed class FrameInput
{
    private const int ReadBytes = 64;

    private readonly IByteStream _carrier;
    private readonly LinkCounters _counters;
    private readonly byte[] _bytes = new byte[ReadBytes];
    private int _at;
    private int _end;

    internal FrameInput(IByteStream carrier, FrameDecoder decoder, LinkCounters counters)
    {
        _carrier = carrier;
        _counters = counters;
        Decoder = decoder;
    }

    internal FrameDecoder Decoder { get; }

    /// <summary>How often the carrier was read; who loops sets it to 0.</summary>
    internal int Reads { get; set; }

    /// <summary>Bytes taken so far, good or not.</summary>
    internal long BytesTaken { get; private set; }

    /// <summary>True when the last of them ended a frame.</summary>
    internal bool IsAtDelimiter { get; private set; }

    /// <summary>True when what this side sends comes back to it.</summary>
    internal bool IsEchoing => _counters.Echoes > 0;

    /// <summary>Goes on to the next frame.</summary>
    /// <returns>False when the carrier has no more bytes now.</returns>
    internal bool Next()
    {
        while (true)
        {
            if (_at == _end)
            {
                Reads++;
                _at = 0;
                _end = _carrier.Read(_bytes, 0, ReadBytes);
                if (_end <= 0)
                {
                    _end = 0;
                    return false;
                }
            }

            int taken = Decoder.Decode(_bytes, _at, _end - _at);
            _at += taken;
            BytesTaken += taken;
            IsAtDelimiter = _bytes[_at - 1] == Frame.Delimiter;
            if (Decoder.IsFrameReady)
            {
                return true;
            }
        }
    }

    /// <summary>The carrier is gone, and what was in it.</summary>
    internal void Drop()
    {
        _at = 0;
        _end = 0;
        Decoder.Reset();
    }
}
