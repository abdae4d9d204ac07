using Edge.Testing;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>A peer may send anything: readers do not throw, look only at the bytes they were given, and do not move on a
/// failure (the decoder itself asserts that).</summary>
public class MutationTests
{
    private const int Mutations = 1_000_000;
    private const int Guard = 16;

    [Fact]
    public void A_million_mutations_never_throw_nor_read_past_the_end()
    {
        int seed = Environment.TickCount;
        int[] results = new int[3];
        Mutator mutator = new(seed);
        for (long i = 0; i < (long)Mutations * LongRun.Factor; i++)
        {
            byte[] bytes = mutator.Next();
            string? mistake = Mistake(bytes, mutator, results);
            if (mistake != null)
            {
                Assert.Fail($"seed {seed}, mutation {i}: {mistake} on {Convert.ToHexString(bytes)}");
            }
        }

        // Mutations that are all refused at the first byte, or all whole, would prove little.
        Assert.All(results, count => Assert.InRange(count, Mutations / 20, int.MaxValue));
    }

    private static string? Mistake(byte[] bytes, Mutator mutator, int[] results)
    {
        PacketDecoder decoder = new();
        try
        {
            // An array that ends where the packet ends throws on a read too far; poison around it would be believed.
            Outcome bare = decoder.Decode(bytes, 0, bytes.Length);
            byte[] guarded = new byte[bytes.Length + (2 * Guard)];
            mutator.Fill(guarded);
            bytes.CopyTo(guarded, Guard);
            Outcome one = decoder.Decode(guarded, Guard, bytes.Length);
            mutator.Fill(guarded.AsSpan(0, Guard));
            mutator.Fill(guarded.AsSpan(Guard + bytes.Length));
            Outcome other = decoder.Decode(guarded, Guard, bytes.Length);
            results[(int)bare.Result]++;
            if (bare != one || one != other)
            {
                return $"{bare}, then {one}, then {other}";
            }

            return bare.Packet is null or WireOtherLevel ? null : Unstable(bare.Packet);
        }
        catch (Exception thrown)
        {
            return thrown.ToString();
        }
    }

    // What was accepted is written and read again as the same packet.
    private static string? Unstable(WirePacket packet)
    {
        byte[] written = PacketEncoder.Encode(packet);
        Outcome again = new PacketDecoder().Decode(written, 0, written.Length);
        return again.Packet == packet && again.Bytes == written.Length ? null : $"{packet} became {again}";
    }
}
