namespace Edge.Link;

/// <summary>Writes frames of one sender as they go on the line.</summary>
public sealed class FrameEncoder
{
    private readonly int _address;
    private readonly Cobs _cobs = new Cobs();
    private readonly byte[] _header = new byte[Frame.PayloadOffset];
    private readonly byte[] _fcs = new byte[Frame.FcsBytes];

    /// <param name="isPrimary">True on the side that names the direction: the bridge.</param>
    /// <param name="station">0 to <see cref="Frame.StationMax"/>.</param>
    public FrameEncoder(bool isPrimary, int station) => _address = station | (isPrimary ? Frame.FromPrimary : 0);

    /// <summary>The check register that all frames but hellos start with: both boot ids have run through it.</summary>
    public uint Seed { get; set; } = Fcs32.Initial;

    /// <summary>Writes one frame and its delimiter.</summary>
    /// <param name="buffer">Has room for <see cref="Frame.LineBytesMax"/> bytes of the body.</param>
    /// <param name="offset">Where the frame starts.</param>
    /// <param name="type">What the frame is for.</param>
    /// <param name="sequence">The second header byte.</param>
    /// <param name="payload">Read before the call returns.</param>
    /// <param name="payloadOffset">Where the payload starts.</param>
    /// <param name="payloadCount">0 or more bytes.</param>
    /// <returns>Where the frame ends in the buffer.</returns>
    public int Encode(
        byte[] buffer, int offset, FrameType type, int sequence, byte[] payload, int payloadOffset, int payloadCount)
    {
        byte[] header = _header;
        header[0] = (byte)_address;
        header[1] = (byte)((int)type << Frame.TypeShift);
        header[2] = (byte)sequence;
        Cobs cobs = _cobs;
        cobs.Begin(buffer, offset, type == FrameType.Hello ? Fcs32.Initial : Seed);
        cobs.Append(header, 0, Frame.PayloadOffset);
        cobs.Append(payload, payloadOffset, payloadCount);
        Wire.PutUInt32(_fcs, 0, ~cobs.Register);
        cobs.Append(_fcs, 0, Frame.FcsBytes);
        int end = cobs.End();
        buffer[end] = Frame.Delimiter;
        return end + 1;
    }
}
