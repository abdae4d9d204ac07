namespace Edge.Storage;

/// <summary>The CRC-32 of IEEE 802.3, reflected, four bits at a time: a table of 16 numbers.</summary>
internal sealed class Crc32
{
    internal const uint Initial = 0xFFFFFFFF;

    private const uint Polynomial = 0xEDB88320;

    private readonly uint[] _table = new uint[16];

    internal Crc32()
    {
        for (uint i = 0; i < 16; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 4; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ Polynomial : register >> 1;
            }

            _table[i] = register;
        }
    }

    // The register after more bytes; the check is the register inverted.
    internal uint Update(uint register, byte[] buffer, int offset, int count)
    {
        uint[] table = _table;
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            register ^= buffer[i];
            register = (register >> 4) ^ table[register & 15];
            register = (register >> 4) ^ table[register & 15];
        }

        return register;
    }

    // The register after the four bytes of a number, lowest first.
    internal uint Update(uint register, uint value)
    {
        uint[] table = _table;
        register ^= value;
        for (int i = 0; i < 8; i++)
        {
            register = (register >> 4) ^ table[register & 15];
        }

        return register;
    }
}
