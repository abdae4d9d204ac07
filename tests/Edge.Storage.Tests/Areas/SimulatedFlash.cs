using Edge.Simulation;

namespace Edge.Storage.Tests.Areas;

/// <summary>Sectors of NOR flash: what is written is durable at once, and can only turn ones into zeros. A write that is cut
/// off leaves bits half programmed, an erase leaves anything.</summary>
internal sealed class SimulatedFlash(Power power, SeededRandom random, int capacityBytes)
    : SimulatedArea(power, random, capacityBytes)
{
    protected override void LoseVolatile()
    {
    }

    protected override void Write(int position, ReadOnlySpan<byte> bytes, int done)
    {
        // Bytes are programmed one by one, or a page at once.
        int touched = done == bytes.Length ? done : Random.Next(2) == 0 ? done + 1 : bytes.Length;
        for (int i = 0; i < touched; i++)
        {
            Bytes[position + i] &= (byte)(i < done ? bytes[i] : bytes[i] | Random.Next(256));
        }
    }

    protected override void Erase(bool isWhole)
    {
        int kind = Random.Next(3);
        int sectors = Random.Next(Bytes.Length);
        for (int i = 0; i < Bytes.Length; i++)
        {
            Bytes[i] = (byte)(isWhole ? 0xFF : kind switch
            {
                0 => Random.Next(256),
                1 => Bytes[i] | Random.Next(256),
                _ => i < sectors ? 0xFF : Bytes[i],
            });
        }
    }

    protected override void Synchronise()
    {
    }

    protected override void Forget()
    {
    }
}
