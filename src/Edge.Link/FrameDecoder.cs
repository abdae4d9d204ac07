namespace Edge.Link;

/// <summary>Reads frames from a line, in one pass and in whatever pieces the bytes come. What is no frame for this side
/// is dropped and counted; after any disturbance the next delimiter is a new start.</summary>
public sealed class FrameDecoder
{
    private readonly LinkCounters _counters;
    private readonly Fcs _fcs;
    private readonly int _ownDirection;
    private readonly int _firstStation;
    private readonly uint[] _seeds;
    private readonly bool[] _hasSeed;
    private byte[] _body;
    private int _length;
    private int _code;
    private int _blockLeft;
    private bool _isZeroDue;
    private bool _isBegun;
    private bool _isHunting;
    private uint _register;

    /// <param name="fcs">The check sequence of the line.</param>
    /// <param name="isPrimary">The side that reads: true on the bridge.</param>
    /// <param name="firstStation">The lowest station that is heard, 0 to <see cref="Frame.StationMax"/>.</param>
    /// <param name="stations">So many from there on are heard, at least 1.</param>
    /// <param name="body">Takes the body; its length is the longest one accepted.</param>
    /// <param name="counters">Where drops are counted.</param>
    public FrameDecoder(
        Fcs fcs, bool isPrimary, int firstStation, int stations, byte[] body, LinkCounters counters)
    {
        _fcs = fcs;
        _ownDirection = isPrimary ? Frame.FromPrimary : 0;
        _firstStation = firstStation;
        _seeds = new uint[stations];
        _hasSeed = new bool[stations];
        _body = body;
        _counters = counters;
    }

    /// <summary>True when <see cref="Decode"/> stopped at a whole good frame, until it is called again.</summary>
    public bool IsFrameReady { get; private set; }

    /// <summary>The station that the frame is from, or to.</summary>
    public int Station => _body[0] & Frame.StationMax;

    /// <summary>What the frame is for.</summary>
    public FrameType Type { get; private set; }

    /// <summary>True when the message goes on in another frame.</summary>
    public bool HasMore => (_body[1] & Frame.MoreBit) != 0;

    /// <summary>How many frames follow in the sender's turn.</summary>
    public int Remaining => _body[1] & Frame.RemainingMask;

    /// <summary>The second header byte of the frame.</summary>
    public int Sequence => _body[2];

    /// <summary>Payload bytes; they start at <see cref="Frame.PayloadOffset"/> of <see cref="Body"/>.</summary>
    public int PayloadCount { get; private set; }

    /// <summary>The buffer that holds the frame.</summary>
    public byte[] Body => _body;

    /// <summary>Tells what the check of a station's frames starts with; until then only its hellos are taken.</summary>
    /// <param name="station">One that is heard.</param>
    /// <param name="seed">The register after both boot ids.</param>
    public void SetSeed(int station, uint seed)
    {
        _seeds[station - _firstStation] = seed;
        _hasSeed[station - _firstStation] = true;
    }

    /// <summary>Takes the frame away in its buffer and goes on with another.</summary>
    /// <param name="other">As long as the one taken.</param>
    public byte[] TakeBody(byte[] other)
    {
        byte[] body = _body;
        _body = other;
        return body;
    }

    /// <summary>Forgets the bytes of an unfinished frame.</summary>
    public void Reset()
    {
        _length = 0;
        _blockLeft = 0;
        _isZeroDue = false;
        _isBegun = false;
        _isHunting = false;
        IsFrameReady = false;
    }

    /// <summary>Takes bytes from the line up to the end of the next good frame.</summary>
    /// <returns>Bytes used: all of them, or up to and with the delimiter of the frame that is ready.</returns>
    public int Decode(byte[] input, int offset, int count)
    {
        IsFrameReady = false;
        uint[] table = _fcs.Table;
        byte[] body = _body;
        int length = _length;
        int blockLeft = _blockLeft;
        bool isZeroDue = _isZeroDue;
        uint register = _register;
        int end = offset + count;
        int at = offset;
        while (at < end)
        {
            byte b = input[at++];
            if (b == Frame.Delimiter)
            {
                bool isGood = _isBegun && !_isHunting && IsGood(length, blockLeft, register);
                Reset();
                length = 0;
                blockLeft = 0;
                isZeroDue = false;
                if (isGood)
                {
                    IsFrameReady = true;
                    break;
                }

                continue;
            }

            if (_isHunting)
            {
                continue;
            }

            if (blockLeft > 0)
            {
                blockLeft--;
            }
            else
            {
                bool hasZero = isZeroDue;
                _code = b;
                blockLeft = b - 1;
                isZeroDue = b != Cobs.FullCode;
                _isBegun = true;
                if (!hasZero)
                {
                    continue;
                }

                // The block before this one stood for a zero as well.
                b = 0;
            }

            if (length == body.Length)
            {
                _isHunting = true;
                _counters.TooLong++;
                continue;
            }

            body[length++] = b;
            if (length == 2)
            {
                register = StartRegister(body);
            }

            register = (register >> 8) ^ table[(register ^ b) & 0xFF];
            // The rest of the block in a loop as short as can be, which on the device is what counts.
            int start = at;
            int runEnd = length < 2 ? at : at + Least(blockLeft, end - at, body.Length - length);
            while (at < runEnd)
            {
                b = input[at];
                if (b == Frame.Delimiter)
                {
                    break;
                }

                at++;
                body[length++] = b;
                register = (register >> 8) ^ table[(register ^ b) & 0xFF];
            }

            blockLeft -= at - start;
        }

        _length = length;
        _blockLeft = blockLeft;
        _isZeroDue = isZeroDue;
        _register = register;
        return at - offset;
    }

    private static int Least(int one, int two, int three)
    {
        int least = one < two ? one : two;
        return least < three ? least : three;
    }

    // The type in the first header byte says which check the frame has; the address before it runs through it too.
    private uint StartRegister(byte[] body)
    {
        int place = (body[0] & Frame.StationMax) - _firstStation;
        bool isSeeded = body[1] >> Frame.TypeShift != (int)FrameType.Hello && place >= 0 && place < _seeds.Length;
        uint register = isSeeded ? _seeds[place] : _fcs.Initial;
        return (register >> 8) ^ _fcs.Table[(register ^ body[0]) & 0xFF];
    }

    private bool IsGood(int length, int blockLeft, uint register)
    {
        LinkCounters counters = _counters;
        if (blockLeft > 0 && length > 1 && length < _body.Length)
        {
            // COBS/R: a code that promises more than there is was the last byte itself.
            _body[length++] = (byte)_code;
            register = (register >> 8) ^ _fcs.Table[(register ^ (uint)_code) & 0xFF];
        }

        int payload = length - Frame.PayloadOffset - _fcs.Bytes;
        if (payload < 0)
        {
            counters.TooShort++;
            return false;
        }

        int place = (_body[0] & Frame.StationMax) - _firstStation;
        int type = _body[1] >> Frame.TypeShift;
        if (place < 0 || place >= _seeds.Length)
        {
            // Another station's check has another seed, so the address is all there is to go by.
            counters.WrongStation++;
            return false;
        }

        if ((_body[0] & Frame.FromPrimary) == _ownDirection)
        {
            counters.Echoes++;
            return false;
        }

        if (type != (int)FrameType.Hello && !_hasSeed[place])
        {
            counters.BeforeHello++;
            return false;
        }

        if (register != _fcs.Good)
        {
            counters.CheckFailed++;
            return false;
        }

        counters.FramesReceived++;
        if (type > (int)FrameType.Test)
        {
            counters.UnknownType++;
            return false;
        }

        Type = (FrameType)type;
        PayloadCount = payload;
        return true;
    }
}
