using Edge.Simulation;
using Edge.Testing;

namespace Edge.Link.Tests;

public class AllocationTests
{
    [Fact]
    public void Steady_messaging_allocates_nothing()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 10_000_000 });
        world.RunUntilUp();
        byte[] message = new byte[100];
        Exchange(world, message, 1000);
        int received = 0;
        Assert.Equal(0, Allocation.Least(() => received = Exchange(world, message, 20_000)));
        Assert.Equal(20_000, received);
    }

    [Fact]
    public void A_steady_stream_allocates_nothing()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 10_000_000 });
        LinkStream bridge = new(world.Primary, false);
        LinkStream device = new(world.Secondary, true);
        device.Open(0);
        bridge.Open(0);
        byte[] buffer = new byte[200];
        Pump(world, device, bridge, buffer, 2000);
        long bytes = 0;
        Assert.Equal(0, Allocation.Least(() => bytes = Pump(world, device, bridge, buffer, 30_000)));
        Assert.True(bytes > 1_000_000, $"{bytes} bytes");
    }

    private static long Pump(LinkWorld world, LinkStream device, LinkStream bridge, byte[] buffer, int steps)
    {
        long bytes = 0;
        for (int i = 0; i < steps; i++)
        {
            device.Write(buffer, 0, buffer.Length);
            bridge.Write(buffer, 0, 10);
            world.Clock.Advance(1);
            device.Poll(world.Clock.Now);
            bridge.Poll(world.Clock.Now);
            bytes += bridge.Read(buffer, 0, buffer.Length);
            device.Read(buffer, 0, buffer.Length);
        }

        return bytes;
    }

    private static int Exchange(LinkWorld world, byte[] message, int messages)
    {
        int received = 0;
        for (int step = 0; received < messages && step < messages * 10; step++)
        {
            bool isReliable = (step & 7) != 0;
            world.Primary.Send(message, 0, message.Length, isReliable);
            world.Secondary.Send(message, 0, message.Length, isReliable);
            world.Clock.Advance(1);
            for (int side = 0; side < 2; side++)
            {
                LinkEndpoint link = world.Links[side];
                link.Poll(world.Clock.Now);
                if (link.Peek(out _, out _, out _))
                {
                    link.Release();
                    received++;
                }
            }
        }

        return received;
    }
}
