namespace Edge.Link;

/// <summary>How many payload bytes a frame carries best. From the frames that were lost it estimates how often a byte is
/// damaged, and from that the size at which a turn of W frames brings the most payload:
/// W k (1-b)^(k+h) / (W (k+h) + A), with A the bytes that the acknowledgement and the two turnarounds cost.</summary>
internal sealed class FrameSize
{
    // Sums are kept in sixteenths, so that halving them forgets slowly.
    private const int One = 16;

    // What is believed before anything is known: one frame of 250 bytes lost, one in four.
    private const int InitialFrames = 4;
    private const int InitialBytes = 250;

    // One, as a power of the share of bytes that arrive is computed.
    private const int FractionBits = 30;

    // Half of what was seen is forgotten after so many frames.
    private const int FramesMax = 256;

    private const int FramesBetweenEstimates = 4;

    // All of it at once when so many frames in a row show so many times the damage, and it is no accident.
    private const int RecentFrames = 16;
    private const int RecentLostMin = 4;
    private const int RecentFactor = 3;

    private readonly int _overheadBytes;
    private readonly int _payloadBytesMin;
    private readonly long _turnBytes;
    private readonly int _ackBytes;
    private readonly int _bitRate;
    private int _payloadBytesMax;
    private int _window;
    private long _frames = InitialFrames * One;
    private long _lost = One;
    private long _bytes = InitialBytes * One;
    private int _recentFrames;
    private int _recentLost;
    private int _recentBytes;
    private int _sinceEstimate;

    internal FrameSize(LinkOptions options)
    {
        // COBS and the delimiter take two.
        _overheadBytes = options.OverheadBytes + 2;
        _payloadBytesMin = Frame.AdaptedBodyBytesMin - options.OverheadBytes;
        _bitRate = options.BitRate;
        _ackBytes = options.IsHalfDuplex ? options.AckLineBytes : 0;
        _turnBytes = options.IsHalfDuplex
            ? options.AckLineBytes + (2L * options.TurnaroundMs * options.BitRate / 10_000)
            : 0;
        Limit(options.FrameBytesMax - options.OverheadBytes, options.Window);
    }

    /// <summary>Payload bytes of a frame now.</summary>
    internal int PayloadBytes { get; private set; }

    /// <summary>Second copies that a turn may carry: the turnarounds cost more than they do.</summary>
    internal int CopiesMax => (int)(_turnBytes / 2 / (PayloadBytes + _overheadBytes));

    /// <summary>The estimated bit error rate, in errors per 1,000,000,000 bits; a byte has ten.</summary>
    internal int BitErrorsPerBillion
    {
        get
        {
            if (_lost == 0)
            {
                return 0;
            }

            long perBillion = 100_000_000 * Damage / Exposure;
            return perBillion > 1_000_000_000 ? 1_000_000_000 : (int)perBillion;
        }
    }

    /// <summary>Payload bytes a second that no repeating could exceed with frames of this size and this many errors; 0
    /// without a bit rate.</summary>
    internal int BoundBytesPerSecond
    {
        get
        {
            int frameBytes = PayloadBytes + _overheadBytes;
            long arrives = (1L << FractionBits) - (_lost == 0 ? 0 : (1L << FractionBits) * Damage / Exposure);
            long share = 1L << FractionBits;
            long power = arrives < 0 ? 0 : arrives;
            for (int left = frameBytes + _ackBytes; left > 0; left >>= 1)
            {
                share = (left & 1) != 0 ? (share * power) >> FractionBits : share;
                power = (power * power) >> FractionBits;
            }

            long perTurn = (_window * PayloadBytes * share) >> (FractionBits - 10);
            return (int)(perTurn * (_bitRate / 10) / ((_window * frameBytes) + _turnBytes) >> 10);
        }
    }

    // The damage of a byte is Damage / Exposure: -ln(1 - lost/frames) frames/bytes, the logarithm by its Pade
    // approximant.
    private long Damage => _lost * ((6 * _frames) - _lost) / One;

    private long Exposure => _bytes * ((6 * _frames) - (4 * _lost)) / One;

    private long BytesBetweenErrors => _lost == 0 ? int.MaxValue : Exposure / Damage;

    /// <summary>What the two ends have agreed on.</summary>
    internal void Limit(int payloadBytesMax, int window)
    {
        _payloadBytesMax = payloadBytesMax;
        _window = window;
        Estimate();
    }

    /// <summary>A frame's fate is known.</summary>
    internal void OnResolved(int payloadBytes, bool isLost)
    {
        _frames += One;
        _bytes += (payloadBytes + _overheadBytes) * One;
        _lost += isLost ? One : 0;
        if (_frames > FramesMax * One)
        {
            _frames /= 2;
            _bytes /= 2;
            _lost /= 2;
        }

        _recentFrames++;
        _recentLost += isLost ? 1 : 0;
        _recentBytes += payloadBytes + _overheadBytes;
        if (_recentFrames == RecentFrames)
        {
            LookAtRecent();
        }

        if (++_sinceEstimate >= FramesBetweenEstimates)
        {
            Estimate();
        }
    }

    private void LookAtRecent()
    {
        long lost = _lost;
        long frames = _frames;
        long bytes = _bytes;
        long between = BytesBetweenErrors;
        _lost = _recentLost * One;
        _frames = _recentFrames * One;
        _bytes = _recentBytes * One;
        if (_recentLost < RecentLostMin || BytesBetweenErrors * RecentFactor >= between)
        {
            _lost = lost;
            _frames = frames;
            _bytes = bytes;
        }

        _recentFrames = 0;
        _recentLost = 0;
        _recentBytes = 0;
    }

    private void Estimate()
    {
        _sinceEstimate = 0;
        int best = _payloadBytesMax;
        if (_lost > 0)
        {
            // The derivative's zero: k = (-H + sqrt(H^2 + 4 H / b)) / 2, H = h + A / W.
            long fixedBytes = _overheadBytes + (_turnBytes / _window);
            long square = (fixedBytes * fixedBytes) + (4 * fixedBytes * BytesBetweenErrors);
            long size = (SquareRoot(square) - fixedBytes) / 2;
            best = size < best ? (int)size : best;
        }

        PayloadBytes = best < _payloadBytesMin ? _payloadBytesMin : best;
    }

    private static long SquareRoot(long square)
    {
        long root = square;
        long next = (square / 2) + 1;
        while (next < root)
        {
            root = next;
            next = (root + (square / root)) / 2;
        }

        return root;
    }
}
