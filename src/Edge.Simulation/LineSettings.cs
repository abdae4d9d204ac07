namespace Edge.Simulation;

/// <summary>What a <see cref="SimulatedLine"/> or <see cref="SimulatedBus"/> is like, the same for every end. The rates
/// can be changed later, for each end, in <see cref="LineNoise"/>.</summary>
public sealed record LineSettings
{
    /// <summary>Bits per second, at least 1; a byte takes ten: start bit, eight data bits, stop bit.</summary>
    public int BitRate { get; init; } = 115200;

    /// <summary>The probability that a bit is flipped, 0 to below 1. It holds for all ten: without its start bit a byte
    /// vanishes, without its stop bit it is read as 0x00.</summary>
    public double BitErrorRate { get; init; }

    /// <summary>The probability that a burst begins at a byte, 0 to below 1.</summary>
    public double BurstRate { get; init; }

    /// <summary>Bytes of a burst, at least 1, each of which becomes a random one.</summary>
    public int BurstBytes { get; init; } = 8;

    /// <summary>The probability that a random byte is inserted before a byte, 0 to below 1.</summary>
    public double InsertRate { get; init; }

    /// <summary>The probability that a byte vanishes, 0 to below 1.</summary>
    public double DropRate { get; init; }

    /// <summary>The probability that the bytes between two 0x00, a frame, are repeated, 0 to below 1. The copy comes at
    /// once after a later 0x00; of frames up to 1,024 bytes, and of at most four at a time.</summary>
    public double DuplicateRate { get; init; }

    /// <summary>Milliseconds after which a repeated frame comes again, drawn from 0 to this, which is 0 to 60,000;
    /// frames that are sent in the meantime come first.</summary>
    public int DuplicateDelayMs { get; init; }

    /// <summary>Milliseconds that a byte is on its way, one way, at least 0.</summary>
    public int DelayMs { get; init; }

    /// <summary>Milliseconds that the bytes of one write may be longer on their way, drawn from 0 to this, which is 0 to
    /// 2,000; the order is kept.</summary>
    public int JitterMs { get; init; }

    /// <summary>Milliseconds of silence, at least 0, after the last byte has arrived, before an end other than its sender
    /// begins to send. Of a bus only.</summary>
    public int TurnaroundMs { get; init; }

    /// <summary>True: an end hears what it sends itself. Of a bus only.</summary>
    public bool EchoesBack { get; init; }

    /// <summary>Bytes that the transmit buffer of an end takes, at least 1.</summary>
    public int TransmitBytesMax { get; init; } = 512;

    /// <summary>Bytes that an end keeps for its reader, at least 1; what comes beyond them is lost, as in a
    /// driver.</summary>
    public int ReceiveBytesMax { get; init; } = 4096;

    /// <summary>Bytes, at least 1, that a reader is content to wait for: an end asks to be polled when so many more have
    /// arrived, or the last of those under way.</summary>
    public int WakeBytes { get; init; } = 1;

    /// <summary>Nanoseconds that a byte takes.</summary>
    internal long ByteNs => 10_000_000_000L / BitRate;

    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range; the rates are checked where they are
    /// used.</exception>
    internal void ThrowIfOutOfRange()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BitRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BurstBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(DuplicateDelayMs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DuplicateDelayMs, 60_000);
        ArgumentOutOfRangeException.ThrowIfNegative(DelayMs);
        ArgumentOutOfRangeException.ThrowIfNegative(JitterMs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(JitterMs, 2_000);
        ArgumentOutOfRangeException.ThrowIfNegative(TurnaroundMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TransmitBytesMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ReceiveBytesMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(WakeBytes);
    }
}
