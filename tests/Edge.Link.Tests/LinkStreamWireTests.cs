namespace Edge.Link.Tests;

public class LinkStreamWireTests
{
    [Fact]
    public void The_header_is_the_one_of_the_protocol()
    {
        LinkWorld world = new(1);
        LinkStream device = new(world.Secondary, true);
        world.RunUntilUp();
        device.Open(0);
        Assert.Equal(1, device.Write([7], 0, 1));
        Assert.Equal([0x81, 7], NextOnPrimary());
        Assert.Equal(1, device.Write([8], 0, 1));
        Assert.Equal([0x01, 8], NextOnPrimary());
        device.Close();
        Assert.Equal([0x41], NextOnPrimary());
        device.Open(0);
        Assert.Equal(1, device.Write([9], 0, 1));
        Assert.Equal([0x82, 9], NextOnPrimary());
        // A stream that begins makes the end of the one before unnecessary.
        device.Close();
        device.Open(0);
        Assert.Equal(1, device.Write([10], 0, 1));
        Assert.Equal([0x83, 10], NextOnPrimary());
        Assert.Empty(NextOnPrimary());

        byte[] NextOnPrimary()
        {
            byte[]? message = null;
            long end = world.Clock.Now + 1000;
            while (message == null && world.Clock.Now < end)
            {
                device.Poll(world.Clock.Now);
                world.Primary.Poll(world.Clock.Now);
                message = LinkWorld.Receive(world.Primary);
                world.Clock.Advance(1);
            }

            for (int i = 0; i < 10; i++)
            {
                world.Clock.Advance(1);
                world.Primary.Poll(world.Clock.Now);
                device.Poll(world.Clock.Now);
            }

            return message ?? [];
        }
    }
}
