namespace Edge.Link;

/// <summary>Writes the frames of one end to one other as they go on the line.</summary>
public sealed class FrameEncoder
{
    private readonly int _address;
    private readonly Fcs _fcs;
    private readonly Cobs _cobs;
    private readonly byte[] _header = new byte[Frame.PayloadOffset + 1];
    private readonly byte[] _check = new byte[4];

    /// <param name="fcs">The check sequence of the line.</param>
    /// <param name="isPrimary">True on the side that names the direction: the bridge.</param>
    /// <param name="station">0 to <see cref="Frame.StationMax"/>.</param>
    public FrameEncoder(Fcs fcs, bool isPrimary, int station)
    {
        _fcs = fcs;
        _cobs = new Cobs(fcs);
        _address = station | (isPrimary ? Frame.FromPrimary : 0);
        Seed = fcs.Initial;
    }

    /// <summary>The check register that all frames but hellos start with: both boot ids have run through it.</summary>
    public uint Seed { get; set; }

    /// <summary>True when the reader understands COBS/R. Hellos are always plain.</summary>
    public bool IsReduced { get; set; }

    /// <summary>Writes one frame and its delimiter.</summary>
    /// <param name="buffer">Has room for <see cref="Frame.LineBytesMax"/> bytes of the body.</param>
    /// <param name="offset">Where the frame starts.</param>
    /// <param name="type">What the frame is for.</param>
    /// <param name="low">The lower five bits of the first header byte: the bit that says a fragment follows, 0x10, and
    /// the frames remaining in the turn, 0 to <see cref="Frame.RemainingMax"/>.</param>
    /// <param name="sequence">The second header byte.</param>
    /// <param name="acknowledged">The first payload byte of <see cref="FrameType.ReliableAck"/>; otherwise not
    /// used.</param>
    /// <param name="payload">Read before the call returns.</param>
    /// <param name="payloadOffset">Where the payload starts.</param>
    /// <param name="payloadCount">0 or more bytes.</param>
    /// <returns>Where the frame ends in the buffer.</returns>
    public int Encode(
        byte[] buffer, int offset, FrameType type, int low, int sequence, int acknowledged, byte[] payload,
        int payloadOffset, int payloadCount)
    {
        byte[] header = _header;
        header[0] = (byte)_address;
        header[1] = (byte)(((int)type << Frame.TypeShift) | low);
        header[2] = (byte)sequence;
        header[3] = (byte)acknowledged;
        bool isHello = type == FrameType.Hello;
        Cobs cobs = _cobs;
        cobs.Begin(buffer, offset, isHello ? _fcs.Initial : Seed);
        cobs.Append(header, 0, Frame.PayloadOffset + (type == FrameType.ReliableAck ? 1 : 0));
        cobs.Append(payload, payloadOffset, payloadCount);
        Wire.PutUInt32(_check, 0, _fcs.Sent(cobs.Register));
        cobs.Append(_check, 0, _fcs.Bytes);
        int end = cobs.End(IsReduced && !isHello);
        buffer[end] = Frame.Delimiter;
        return end + 1;
    }
}
