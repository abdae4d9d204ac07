namespace Edge.Link;

/// <summary>The frame check sequences of RFC 1662, appendix C: FCS-16 (the CRC-16 of X.25) and FCS-32 (the CRC-32 of
/// IEEE 802.3). Both are reflected and start with ones; they are sent under a mask of our own, lowest byte first.</summary>
public sealed class Fcs
{
    // RFC 1662 sends the register inverted, every byte with the same mask. Under COBS that is not enough: with a zero in
    // the register's lowest byte a zero more in the frame only shifts the check, and a code byte hit by one bit can move
    // the bytes in just that way. Four different bytes do not shift onto one another.
    private const uint Mask = 0x9CE3354Au;

    private const uint Polynomial16 = 0x8408;
    private const uint Polynomial32 = 0xEDB88320;

    /// <param name="check">Which of them.</param>
    public Fcs(FrameCheck check)
    {
        bool isShort = check == FrameCheck.Fcs16;
        Bytes = isShort ? 2 : 4;
        Initial = isShort ? 0xFFFFu : 0xFFFFFFFFu;
        uint polynomial = isShort ? Polynomial16 : Polynomial32;
        for (uint i = 0; i < 256; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ polynomial : register >> 1;
            }

            Table[i] = register;
        }

        byte[] sent = new byte[4];
        Wire.PutUInt32(sent, 0, Sent(Initial));
        Good = Update(Initial, sent, 0, Bytes);
    }

    /// <summary>Bytes of the check sequence: 2 or 4.</summary>
    public int Bytes { get; }

    /// <summary>The register before the first byte.</summary>
    public uint Initial { get; }

    /// <summary>The register after a whole good frame, its check sequence included.</summary>
    public uint Good { get; }

    // The loops that copy and check in one pass look the table up themselves: a call a byte is what costs on the
    // device.
    internal uint[] Table { get; } = new uint[256];

    /// <summary>The register after more bytes.</summary>
    public uint Update(uint register, byte[] buffer, int offset, int count)
    {
        uint[] table = Table;
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            register = (register >> 8) ^ table[(register ^ buffer[i]) & 0xFF];
        }

        return register;
    }

    /// <summary>The register after the four bytes of a number, lowest first.</summary>
    public uint Update(uint register, uint value)
    {
        uint[] table = Table;
        for (int shift = 0; shift < 32; shift += 8)
        {
            register = (register >> 8) ^ table[(register ^ (value >> shift)) & 0xFF];
        }

        return register;
    }

    /// <summary>The check sequence that goes on the wire after the bytes of a register, lowest byte first.</summary>
    public uint Sent(uint register) => (register ^ Mask) & Initial;
}
