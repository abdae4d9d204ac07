namespace Edge.Link;

/// <summary>The 32-bit frame check sequence of RFC 1662, section C.3: the CRC-32 of IEEE 802.3, reflected, with the
/// register preset to ones and sent inverted.</summary>
public static class Fcs32
{
    /// <summary>The register before the first byte.</summary>
    public const uint Initial = 0xFFFFFFFF;

    /// <summary>The register after a whole good frame, its check sequence included (RFC 1662: "good final
    /// FCS").</summary>
    public const uint Good = 0xDEBB20E3;

    // The loops that copy and check in one pass look the table up themselves: a call a byte is what costs on the
    // device.
    internal static readonly uint[] Table = BuildTable();

    /// <summary>The register after more bytes.</summary>
    public static uint Update(uint register, byte[] buffer, int offset, int count)
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
    public static uint Update(uint register, uint value)
    {
        uint[] table = Table;
        for (int shift = 0; shift < 32; shift += 8)
        {
            register = (register >> 8) ^ table[(register ^ (value >> shift)) & 0xFF];
        }

        return register;
    }

    /// <summary>The check sequence of some bytes, as it goes on the wire (lowest byte first).</summary>
    public static uint Compute(byte[] buffer, int offset, int count) => ~Update(Initial, buffer, offset, count);

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ 0xEDB88320u : register >> 1;
            }

            table[i] = register;
        }

        return table;
    }
}
