namespace Edge.Simulation;

/// <summary>What disturbs the bytes on their way to one end, at random and where a test says so. A rate holds for the
/// bytes that leave after it was set.</summary>
public sealed class LineNoise
{
    private const int BitsPerByte = 10;
    private const int StartBit = 1;
    private const int StopBit = 1 << 9;
    private const int Gone = 1 << 10;
    private const int Random = 1 << 11;

    private readonly IMedium _medium;
    private readonly SeededRandom _random;
    private readonly RareEvents _bitErrors;
    private readonly RareEvents _bursts;
    private readonly RareEvents _inserts;
    private readonly RareEvents _drops;
    private readonly FrameRepeater _repeater;
    private readonly PlannedDamage _planned = new();
    private readonly int _burstBytes;
    private int _burstBytesLeft;
    private bool _isFrameTouched;
    private bool _isInFrame;
    private long _bytesPassed;
    private long _bytesFlipped;
    private long _bytesInserted;
    private long _bytesDropped;
    private long _framesTouched;

    internal LineNoise(IMedium medium, LineSettings settings, ulong seed)
    {
        _medium = medium;
        _random = new SeededRandom(seed);
        _bitErrors = new RareEvents(_random, settings.BitErrorRate);
        _bursts = new RareEvents(_random, settings.BurstRate);
        _inserts = new RareEvents(_random, settings.InsertRate);
        _drops = new RareEvents(_random, settings.DropRate);
        _repeater = new FrameRepeater(_random, settings);
        _burstBytes = settings.BurstBytes;
    }

    /// <inheritdoc cref="LineSettings.BitErrorRate"/>
    public double BitErrorRate
    {
        get => _bitErrors.Rate;
        set => Set(_bitErrors, value);
    }

    /// <inheritdoc cref="LineSettings.BurstRate"/>
    public double BurstRate
    {
        get => _bursts.Rate;
        set => Set(_bursts, value);
    }

    /// <inheritdoc cref="LineSettings.InsertRate"/>
    public double InsertRate
    {
        get => _inserts.Rate;
        set => Set(_inserts, value);
    }

    /// <inheritdoc cref="LineSettings.DropRate"/>
    public double DropRate
    {
        get => _drops.Rate;
        set => Set(_drops, value);
    }

    /// <inheritdoc cref="LineSettings.DuplicateRate"/>
    public double DuplicateRate
    {
        get => _repeater.Repeats.Rate;
        set => Set(_repeater.Repeats, value);
    }

    /// <summary>Bytes that have left for this end so far, disturbed or not: the index of the next one. Inserted and
    /// repeated ones do not count.</summary>
    public long BytesPassed => Now(ref _bytesPassed);

    /// <summary>Bytes that became others: by flipped bits, bursts and collisions.</summary>
    public long BytesFlipped => Now(ref _bytesFlipped);

    /// <summary>Bytes that nobody sent.</summary>
    public long BytesInserted => Now(ref _bytesInserted);

    /// <summary>Bytes that vanished.</summary>
    public long BytesDropped => Now(ref _bytesDropped);

    /// <summary>Frames, as they were sent between two 0x00, that a reader may not have got as they were: with a byte
    /// flipped, inserted or dropped, or without the 0x00 at one of their ends. The frame that passes now counts when its
    /// 0x00 has passed.</summary>
    public long FramesTouched => Now(ref _framesTouched);

    /// <summary>Frames that came a second time.</summary>
    public long FramesRepeated => Now(ref _repeater.FramesRepeated);

    /// <summary>Flips one bit of a byte to come.</summary>
    /// <param name="byteIndex">Which byte, at least <see cref="BytesPassed"/>.</param>
    /// <param name="bit">0 the start bit, 1 to 8 the data bits from the lowest, 9 the stop bit.</param>
    public void FlipAt(long byteIndex, int bit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bit, BitsPerByte);
        Plan(byteIndex, 1 << bit, null);
    }

    /// <summary>Lets a byte to come vanish.</summary>
    /// <param name="byteIndex">Which byte, at least <see cref="BytesPassed"/>.</param>
    public void DropAt(long byteIndex) => Plan(byteIndex, Gone, null);

    /// <summary>Inserts a byte before a byte to come.</summary>
    /// <param name="byteIndex">Before which byte, at least <see cref="BytesPassed"/>.</param>
    /// <param name="value">What is inserted.</param>
    public void InsertAt(long byteIndex, byte value) => Plan(byteIndex, 0, value);

    /// <summary>When a repeated frame comes if nothing else does, in nanoseconds.</summary>
    internal long NextRepeatNs => _repeater.NextDueNs;

    /// <summary>Puts what becomes of a byte on the wire.</summary>
    internal void Pass(byte b, long arrivesNs, bool isCollided, TimedBytes wire)
    {
        _repeater.Repeat(arrivesNs - 1, wire);
        if (_inserts.Next(1) != 0)
        {
            Insert(RandomByte(), arrivesNs, wire);
        }

        int damage = _bitErrors.Next(BitsPerByte) | (_drops.Next(1) * Gone) | (isCollided ? Random : 0);
        if (_bursts.Next(1) != 0)
        {
            _burstBytesLeft = _burstBytes;
        }

        if (_burstBytesLeft > 0)
        {
            _burstBytesLeft--;
            damage |= Random;
        }

        if (_bytesPassed == _planned.NextAt)
        {
            damage |= TakePlanned(arrivesNs, wire);
        }

        _bytesPassed++;
        NoteFrame(b, damage != 0);
        if (damage == 0)
        {
            Put(b, arrivesNs, wire);
        }
        else if ((damage & (Gone | StartBit)) != 0)
        {
            _bytesDropped++;
        }
        else
        {
            _bytesFlipped++;
            Put(Damaged(b, damage), arrivesNs, wire);
        }
    }

    /// <summary>Puts the repeated frames on the wire that are due.</summary>
    internal void Repeat(long nowNs, TimedBytes wire) => _repeater.Repeat(nowNs, wire);

    /// <summary>What passed is not repeated.</summary>
    internal void ForgetFrames() => _repeater.Forget();

    private byte Damaged(byte b, int damage) =>
        (damage & Random) != 0 ? RandomByte()
        : (damage & StopBit) != 0 ? (byte)0 // A framing error, as Linux hands it to a reader.
        : (byte)(b ^ (damage >> 1));

    private byte RandomByte() => (byte)_random.NextUInt64();

    private void Insert(byte b, long arrivesNs, TimedBytes wire)
    {
        _bytesInserted++;
        _isFrameTouched = true;
        Put(b, arrivesNs, wire);
    }

    private void Put(byte b, long arrivesNs, TimedBytes wire)
    {
        wire.Add(b, arrivesNs);
        _repeater.OnByte(b, arrivesNs);
    }

    private void NoteFrame(byte sent, bool isDamaged)
    {
        _isFrameTouched |= isDamaged;
        if (sent != 0)
        {
            _isInFrame = true;
            return;
        }

        _framesTouched += _isFrameTouched && _isInFrame ? 1 : 0;
        _isInFrame = false;
        // Without the 0x00 between them the next frame is touched as well.
        _isFrameTouched = isDamaged;
    }

    private int TakePlanned(long arrivesNs, TimedBytes wire)
    {
        int damage = 0;
        while (_planned.NextAt == _bytesPassed)
        {
            (int planned, byte? inserted) = _planned.Take();
            damage |= planned;
            if (inserted is byte b)
            {
                Insert(b, arrivesNs, wire);
            }
        }

        return damage;
    }

    private void Plan(long byteIndex, int damage, byte? inserted)
    {
        lock (_medium.Gate)
        {
            _medium.Advance();
            ArgumentOutOfRangeException.ThrowIfLessThan(byteIndex, _bytesPassed);
            _planned.Add(byteIndex, damage, inserted);
        }
    }

    private long Now(ref long counter)
    {
        lock (_medium.Gate)
        {
            _medium.Advance();
            return counter;
        }
    }

    private void Set(RareEvents events, double rate)
    {
        lock (_medium.Gate)
        {
            _medium.Advance();
            events.Rate = rate;
        }
    }
}
