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

    internal FrameOutput(IByteStream carrier, int frameBytesMax, LinkCounters counters)
    {
        _carrier = carrier;
        _counters = counters;
        _buffer = new byte[1 + Frame.LineBytesMax(frameBytesMax)];
    }

    /// <summary>True when the frame before has wholly gone into the carrier.</summary>
    internal bool IsFree => _at == _end;

    /// <summary>Bytes that were put so far; where the last frame ends.</summary>
    internal long BytesPut => _bytesWritten + (_end - _at);

    /// <summary>Bytes that have left the carrier so far, as far as it can know.</summary>
    internal long BytesLeft => _bytesWritten - _carrier.UnsentBytes;

    /// <summary>Bytes that were put and have not left.</summary>
    internal int BytesWaiting => _end - _at + _carrier.UnsentBytes;

    /// <summary>Encodes a frame. Only when free.</summary>
    /// <param name="encoder">Of the station that it is for.</param>
    /// <param name="type">What the frame is for.</param>
    /// <param name="low">As in <see cref="FrameEncoder.Encode"/>.</param>
    /// <param name="sequence">The second header byte.</param>
    /// <param name="acknowledged">As in <see cref="FrameEncoder.Encode"/>.</param>
    /// <param name="payload">Read before the call returns.</param>
    /// <param name="offset">Where the payload starts.</param>
    /// <param name="count">Bytes of the payload.</param>
    internal void Put(
        FrameEncoder encoder, FrameType type, int low, int sequence, int acknowledged, byte[] payload, int offset,
        int count)
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
        _end = encoder.Encode(buffer, start, type, low, sequence, acknowledged, payload, offset, count);
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
