namespace Edge.Mqtt.Tests.Wire;

/// <summary>Breaks well-formed packets where readers look: bits, lengths, ends, and pieces of other packets.</summary>
internal sealed class Mutator(int seed)
{
    // Short ones: a mistake behind the first hundred bytes is the same mistake.
    private static readonly byte[][] Packets =
        [.. AcceptedRows.All.Concat(MalformedRows.All).Select(row => row.Bytes).Where(bytes => bytes.Length <= 130)];

    // Bytes at the edges of what readers compare with.
    private static readonly byte[] Edges =
        [0, 1, 2, 3, 4, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xC2, 0xED, 0xF4, 0xFF, (byte)'+', (byte)'#', (byte)'/'];

    private readonly Random _random = new(seed);

    /// <summary>The next broken packet; now and then one that is still whole.</summary>
    public byte[] Next()
    {
        byte[] bytes = [.. Packets[_random.Next(Packets.Length)]];
        int changes = _random.Next(4);
        for (int i = 0; i < changes; i++)
        {
            bytes = Change(bytes);
        }

        return bytes;
    }

    /// <summary>Random bytes to lie around a packet.</summary>
    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    private byte[] Change(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return [Edges[_random.Next(Edges.Length)]];
        }

        int at = _random.Next(bytes.Length);
        switch (_random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[at] = Edges[_random.Next(Edges.Length)];
                return bytes;
            case 2:
                // A length, or what was none, one more or less.
                bytes[at] += (byte)(_random.Next(2) == 0 ? 1 : 255);
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                return Relabelled([.. bytes[..at], Edges[_random.Next(Edges.Length)], .. bytes[at..]]);
            case 5:
                return Relabelled([.. bytes[..at], .. bytes[(at + 1)..]]);
            default:
                byte[] other = Packets[_random.Next(Packets.Length)];
                return Relabelled([.. bytes[..at], .. other[_random.Next(other.Length)..]]);
        }
    }

    // Mostly the remaining length fits again, so that the body is what is wrong.
    private byte[] Relabelled(byte[] bytes)
    {
        if (bytes.Length is > 1 and < 130 && _random.Next(4) != 0)
        {
            bytes[1] = (byte)(bytes.Length - 2);
        }

        return bytes;
    }
}
