using Edge.Testing;

namespace Edge.MqttSn.Tests.Wire;

/// <summary>A peer may send anything: readers do not throw and look only at the bytes they were given.</summary>
public class FuzzTests
{
    private const int Datagrams = 300_000;
    private const int Guard = 8;

    [Fact]
    public void No_datagram_throws_or_is_read_past_its_end()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        MessageFromClient client = new();
        MessageFromGateway gateway = new();
        int accepted = 0;
        for (long i = 0; i < (long)Datagrams * LongRun.Factor; i++)
        {
            byte[] bytes = Next(random);
            byte[] guarded = new byte[bytes.Length + (2 * Guard)];
            random.NextBytes(guarded);
            bytes.CopyTo(guarded, Guard);
            try
            {
                Assert.Equal(client.Read(bytes, 0, bytes.Length), client.Read(guarded, Guard, bytes.Length));
                Assert.Equal(gateway.Read(bytes, 0, bytes.Length), gateway.Read(guarded, Guard, bytes.Length));
                accepted += client.Type != MessageType.None || gateway.Type != MessageType.None ? 1 : 0;
                Assert.Equal(Framed(bytes, 0, bytes.Length), Framed(guarded, Guard, bytes.Length));
                AssertInside(client, Guard + bytes.Length);
                AssertInside(gateway, Guard + bytes.Length);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}, datagram {i}: {Hex.Text(bytes)}: {failure}");
            }
        }

        // Datagrams that are all refused, or all accepted, would prove little.
        Assert.InRange(accepted, Datagrams / 20, Datagrams / 20 * 19 * LongRun.Factor);
    }

    private static Violation Framed(byte[] buffer, int offset, int count) =>
        ForwarderEncapsulation.Read(buffer, offset, count, out _, out _, out _);

    private static void AssertInside(ReceivedMessage message, int end)
    {
        if (message.Type != MessageType.None)
        {
            Assert.InRange(message.RestOffset, Guard, end);
            Assert.Equal(end, message.RestOffset + message.RestLength);
        }
    }

    // A row with a few bytes changed, cut or put in, mostly with a length that fits again; now and then mere noise.
    private static byte[] Next(Random random)
    {
        if (random.Next(8) == 0)
        {
            byte[] noise = new byte[random.Next(24)];
            random.NextBytes(noise);
            return Fitted(noise, random);
        }

        List<byte> bytes = [.. WireRow.All[random.Next(WireRow.All.Length)].Bytes];
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.AddRange(WireRow.All[random.Next(WireRow.All.Length)].Bytes);
                    break;
            }
        }

        return Fitted([.. bytes], random);
    }

    private static byte[] Fitted(byte[] bytes, Random random)
    {
        if (bytes.Length is > 1 and < 256 && random.Next(3) != 0)
        {
            bytes[0] = (byte)bytes.Length;
        }

        return bytes;
    }
}
