using Edge.Simulation;
using Edge.Testing;

namespace Edge.Link.Tests.HalfDuplex;

public class BusAllocationTests
{
    [Fact]
    public void Polling_sending_repeating_and_measuring_allocate_nothing()
    {
        BusWorld world = new(
            1, new LineSettings { BitRate = 115_200, TurnaroundMs = 2, BitErrorRate = 1e-4 }, [1, 2], options =>
            {
                options.Window = 8;
                options.Check = FrameCheck.Fcs16;
            });
        world.RunUntilUp();
        byte[] message = new byte[200];
        long received = 0;
        Action act = () =>
        {
            for (int i = 0; i < 2; i++)
            {
                world.Bridge[i].Send(message, 0, message.Length, true);
                world.Devices[i].Send(message, 0, message.Length, true);
                world.Devices[i].Send(message, 0, 20, false);
                world.Bridge[i].SendTest(message, 0, 50);
                received += Take(world.Bridge[i]) + Take(world.Devices[i]);
            }
        };
        Func<bool> never = () => false;
        world.Run(20_000, never, act);
        received = 0;
        Assert.Equal(0, Allocation.Least(() => world.Run(20_000, never, act)));
        Assert.True(received > 50_000, $"{received} bytes");
        Assert.True(world.Bridge[0].Counters.FramesResent > 10);
    }

    private static int Take(LinkEndpoint link)
    {
        int bytes = 0;
        while (link.Peek(out _, out _, out int count))
        {
            bytes += count;
            link.Release();
        }

        return bytes;
    }
}
