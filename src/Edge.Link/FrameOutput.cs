namespace Edge.Link;

/// <summary>The frame that is on its way into the carrier. It counts bytes, so that one can ask when a frame has
/// left.</summary>
internal sealed class FrameOutput
{
    private readonly IByteStream _carrier;
    private readonly LinkCounters _counters;
    private readonly byte[] _buffer;
    private int _at;
    private int _end;
    private long _bytesWritten;

    internal FrameOutput(IByteStream carrier, LinkOptions options, LinkCounters counters)
    {
        _carrier = carrier;
        _counters = counters;
        _buffer = new byte[1 + Frame.LineBytesMax(options.FrameBytesMax)];
        Encoder = new FrameEncoder(options.IsPrimary, options.Station);
    }

    internal FrameEncoder Encoder { get; }

    /// <summary>True when the frame before has wholly gone into the carrier.</summary>
    internal bool IsFree => _at == _end;

    /// <summary>Bytes that were put so far; where the last frame ends.</summary>
    internal long BytesPut => _bytesWritten + (_end - _at);

    /// <summary>Bytes that have left the carrier so far, as far as it can know.</summary>
    internal long BytesLeft => _bytesWritten - _carrier.UnsentBytes;

    /// <summary>Encodes a frame. Only when free.</summary>
    internal void Put(FrameType type, int sequence, byte[] payload, int offset, int count)
    {
        byte[] buffer = _buffer;
        int start = 0;
        // A line that was silent may have collected noise, which this ends.
        if (_carrier.UnsentBytes == 0)
        {
            buffer[0] = Frame.Delimiter;
            start = 1;
        }

        _at = 0;
        _end = Encoder.Encode(buffer, start, type, sequence, payload, offset, count);
        _counters.FramesSent++;
    }

    /// <summary>Gives the carrier what it takes now.</summary>
    internal void Flush()
    {
        while (_at < _end)
        {
            int written = _carrier.Write(_buffer, _at, _end - _at);
            if (written <= 0)
            {
                return;
            }

            _at += written;
            _bytesWritten += written;
        }
    }

    /// <summary>The carrier is gone, and what was in it.</summary>
    internal void Drop()
    {
        _at = 0;
        _end = 0;
    }
}
