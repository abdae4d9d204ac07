namespace Edge.Link;

/// <summary>Reads frames from a line, in one pass and in whatever pieces the bytes come. What is no frame for this side
/// is dropped and counted; after any disturbance the next delimiter is a new start.</summary>
public sealed class FrameDecoder
{
    private readonly LinkCounters _counters;
    private readonly int _addressOfPeer;
    private byte[] _body;
    private int _length;
    private int _blockLeft;
    private bool _isZeroDue;
    private bool _isBegun;
    private bool _isHunting;
    private uint _register;

    /// <param name="isPrimary">The side that reads: true on the bridge.</param>
    /// <param name="station">0 to <see cref="Frame.StationMax"/>.</param>
    /// <param name="body">Takes the body; its length is the longest one accepted.</param>
    /// <param name="counters">Where drops are counted.</param>
    public FrameDecoder(bool isPrimary, int station, byte[] body, LinkCounters counters)
    {
        _addressOfPeer = station | (isPrimary ? 0 : Frame.FromPrimary);
        _body = body;
        _counters = counters;
    }

    /// <summary>The check register that all frames but hellos start with: both boot ids have run through it.</summary>
    public uint Seed { get; set; }

    /// <summary>False until the peer's boot id is known: only hellos can be checked.</summary>
    public bool HasSeed { get; set; }

    /// <summary>True when <see cref="Decode"/> stopped at a whole good frame, until it is called again.</summary>
    public bool IsFrameReady { get; private set; }

    /// <summary>What the frame is for.</summary>
    public FrameType Type { get; private set; }

    /// <summary>The second header byte of the frame.</summary>
    public int Sequence => _body[2];

    /// <summary>Payload bytes; they start at <see cref="Frame.PayloadOffset"/> of <see cref="Body"/>.</summary>
    public int PayloadCount { get; private set; }

    /// <summary>The buffer that holds the frame.</summary>
    public byte[] Body => _body;

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
        uint[] table = Fcs32.Table;
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
        }

        _length = length;
        _blockLeft = blockLeft;
        _isZeroDue = isZeroDue;
        _register = register;
        return at - offset;
    }

    // The type in the first header byte says which check the frame has; the address before it runs through it too.
    private uint StartRegister(byte[] body)
    {
        uint register = body[1] >> Frame.TypeShift == (int)FrameType.Hello ? Fcs32.Initial : Seed;
        return (register >> 8) ^ Fcs32.Table[(register ^ body[0]) & 0xFF];
    }

    private bool IsGood(int length, int blockLeft, uint register)
    {
        LinkCounters counters = _counters;
        if (blockLeft != 0)
        {
            counters.Malformed++;
            return false;
        }

        if (length < Frame.OverheadBytes)
        {
            counters.TooShort++;
            return false;
        }

        int address = _body[0];
        int type = _body[1] >> Frame.TypeShift;
        if (address != _addressOfPeer)
        {
            // Another station's check has another seed, so the address is all there is to go by.
            if (address == (_addressOfPeer ^ Frame.FromPrimary))
            {
                counters.Echoes++;
            }
            else
            {
                counters.WrongStation++;
            }

            return false;
        }

        if (type != (int)FrameType.Hello && !HasSeed)
        {
            counters.BeforeHello++;
            return false;
        }

        if (register != Fcs32.Good)
        {
            counters.CheckFailed++;
            return false;
        }

        counters.FramesReceived++;
        if (type > (int)FrameType.Unreliable || (_body[1] & Frame.MoreBit) != 0)
        {
            counters.UnknownType++;
            return false;
        }

        Type = (FrameType)type;
        PayloadCount = length - Frame.OverheadBytes;
        return true;
    }
}
