namespace Edge.Link;

/// <summary>The bytes that were read from the carrier and the frames in them.</summary>
internal sealed class FrameInput
{
    private const int ReadBytes = 64;

    private readonly IByteStream _carrier;
    private readonly byte[] _bytes = new byte[ReadBytes];
    private int _at;
    private int _end;

    internal FrameInput(IByteStream carrier, FrameDecoder decoder)
    {
        _carrier = carrier;
        Decoder = decoder;
    }

    internal FrameDecoder Decoder { get; }

    /// <summary>How often the carrier was read; who loops sets it to 0.</summary>
    internal int Reads { get; set; }

    /// <summary>Bytes that came so far, good or not.</summary>
    internal long BytesRead { get; private set; }

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

                BytesRead += _end;
            }

            _at += Decoder.Decode(_bytes, _at, _end - _at);
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
