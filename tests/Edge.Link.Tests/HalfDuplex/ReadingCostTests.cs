using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

public class ReadingCostTests
{
    // Reliable, addressed, FCS-16, bursts of 8: polls and acknowledgements of both sides are part of it.
    [Fact]
    public void A_reading_of_25_bytes_costs_33_bytes_of_the_line_at_most()
    {
        const int readings = 4000;
        BusWorld world = new(1, new LineSettings { BitRate = 9600, TurnaroundMs = 20 }, [7], options =>
        {
            options.Window = 8;
            options.Check = FrameCheck.Fcs16;
            options.PollMs = 60_000;
        });
        world.RunUntilUp();
        SeededRandom random = new(1);
        byte[] reading = new byte[25];
        int sent = 0;
        int received = 0;
        long before = BytesOnTheLine(world);
        Assert.True(world.Run(3_600_000, () => received == readings && world.Devices[0].UnsentBytes == 0, () =>
        {
            while (sent < readings)
            {
                for (int i = 0; i < reading.Length; i++)
                {
                    reading[i] = (byte)random.Next(256);
                }

                if (!world.Devices[0].Send(reading, 0, reading.Length, true))
                {
                    break;
                }

                sent++;
            }

            while (BusWorld.Receive(world.Bridge[0]) != null)
            {
                received++;
            }
        }));
        double cost = (BytesOnTheLine(world) - before) / (double)readings;
        Assert.InRange(cost, 31, 33);
    }

    private static long BytesOnTheLine(BusWorld world) => world.End(0).Noise.BytesPassed + world.End(1).Noise.BytesPassed;
}
