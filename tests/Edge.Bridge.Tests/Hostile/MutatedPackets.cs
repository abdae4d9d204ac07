using Edge.Simulation;

namespace Edge.Bridge.Tests.Hostile;

/// <summary>Packets of a client that are nearly right, from a seed.</summary>
internal sealed class MutatedPackets(ulong seed)
{
    private static readonly byte[][] Valid =
    [
        // CONNECT with and without a session, with a will, a user and a password.
        Convert.FromHexString("100F00044D515454040200000003" + "6F6E65"),
        Convert.FromHexString("100F00044D515454040000000003" + "74776F"),
        Convert.FromHexString("102400044D51545404EE000A00036162630003772F740002676F00047573657200047061737300"),
        // PUBLISH of QoS 0, 1 and 2, and one of $SYS.
        Convert.FromHexString("300700036121622F7978"),
        Convert.FromHexString("3208000161000541424344"),
        Convert.FromHexString("3408000161000641424344"),
        Convert.FromHexString("320B0006245359532F61000741"),
        // PUBACK, PUBREC, PUBREL, PUBCOMP.
        Convert.FromHexString("40020001"),
        Convert.FromHexString("50020001"),
        Convert.FromHexString("62020006"),
        Convert.FromHexString("70020001"),
        // SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT.
        Convert.FromHexString("820C00080003612F620100012302"),
        Convert.FromHexString("A20500090001" + "61"),
        Convert.FromHexString("C000"),
        Convert.FromHexString("E000"),
    ];

    private readonly SeededRandom _random = new(seed);

    /// <summary>A CONNECT that is let in; one of a hundred names.</summary>
    public byte[] Connect()
    {
        byte[] packet = [.. Valid[_random.Next(2)]];
        packet[^1] = (byte)('a' + _random.Next(26));
        packet[^2] = (byte)('0' + _random.Next(4));
        return packet;
    }

    /// <summary>A valid packet with up to three things wrong in it.</summary>
    public byte[] Next()
    {
        byte[] packet = [.. Valid[_random.Next(Valid.Length)]];
        for (int wrong = _random.Next(4); wrong > 0 && packet.Length > 0; wrong--)
        {
            packet = Mutate(packet);
        }

        return packet;
    }

    private byte[] Mutate(byte[] packet)
    {
        int at = _random.Next(packet.Length);
        switch (_random.Next(7))
        {
            case 0:
                packet[at] ^= (byte)(1 << _random.Next(8));
                return packet;
            case 1:
                packet[at] = (byte)_random.Next(256);
                return packet;
            case 2:
                return packet[..at];
            case 3:
                return [.. packet[..at], .. packet[Math.Min(at + 1, packet.Length)..]];
            case 4:
                return [.. packet[..at], (byte)_random.Next(256), .. packet[at..]];
            case 5:
                return [packet[0], .. "\xFF\xFF\xFF\x7F".Select(character => (byte)character), .. packet[1..]];
            default:
                byte[] other = Valid[_random.Next(Valid.Length)];
                return [.. packet[..at], .. other[_random.Next(other.Length)..]];
        }
    }
}
