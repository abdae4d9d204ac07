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

    [Fact]
    public void A_message_of_another_number_is_dropped_and_one_that_ends_may_have_data()
    {
        WirePeer peer = new();
        peer.Hello(100);
        LinkStream bridge = new(peer.Link, false);
        bridge.Open(0);
        Assert.Empty(ReadAfter(0, [0x01, 4]));
        Assert.Equal(StreamState.Opening, bridge.State);
        Assert.Equal([5], ReadAfter(1, [0x81, 5]));
        Assert.Empty(ReadAfter(2, [0x02, 6]));
        Assert.Empty(ReadAfter(3, [0x42]));
        Assert.Equal([7], ReadAfter(4, [0x01, 7]));
        Assert.Equal(StreamState.Open, bridge.State);
        Assert.Equal([8, 9], ReadAfter(5, [0x41, 8, 9]));
        Assert.Equal(StreamState.Closed, bridge.State);

        byte[] ReadAfter(int sequence, byte[] message)
        {
            peer.Send(FrameType.Reliable, sequence, message);
            bridge.Poll(peer.Now);
            byte[] buffer = new byte[10];
            return buffer[..bridge.Read(buffer, 0, buffer.Length)];
        }
    }

    [Fact]
    public void Messages_are_as_long_as_the_peer_takes_at_most_and_whole_frames_if_it_takes_more()
    {
        foreach ((int messageBytesMax, int expected) in new[] { (64, 64), (249, 242) })
        {
            LinkWorld world = new(1, configure: options =>
            {
                options.MessageBytesMax = options.IsPrimary ? messageBytesMax : 300;
                options.FrameBytesMax = 128;
            });
            LinkStream device = new(world.Secondary, true);
            device.Open(0);
            world.RunUntilUp();
            int longest = 0;
            byte[] much = new byte[1000];
            world.Run(5000, () =>
            {
                device.Poll(world.Clock.Now);
                device.Write(much, 0, much.Length);
                longest = Math.Max(longest, LinkWorld.Receive(world.Primary)?.Length ?? 0);
                return false;
            });
            Assert.Equal(expected, longest);
        }
    }

    [Fact]
    public void An_acceptor_that_has_heard_of_the_next_stream_does_not_end_the_one_before()
    {
        WirePeer peer = new();
        peer.Hello(100);
        LinkStream bridge = new(peer.Link, false);
        bridge.Open(0);
        peer.Send(FrameType.Reliable, 0, [0x81, 5]);
        bridge.Poll(peer.Now);
        Assert.Equal(1, bridge.Read(new byte[10], 0, 10));
        while (bridge.Write(new byte[20], 0, 20) > 0)
        {
            peer.RunFor(10);
        }

        // There is no room for the end of this one.
        bridge.Close();
        bridge.Poll(peer.Now);
        peer.Send(FrameType.Reliable, 1, [0x82, 6]);
        bridge.Open(peer.Now);
        bridge.Poll(peer.Now);
        Assert.Equal(StreamState.Open, bridge.State);
        int next = 0;
        for (int i = 0; i < 20; i++)
        {
            next = peer.Heard.Where(frame => frame.Type is FrameType.Reliable or FrameType.ReliableAck)
                .Select(frame => frame.Sequence + 1).Append(next).Max();
            peer.Send(FrameType.Ack, next, []);
            bridge.Poll(peer.Now);
        }

        Assert.Equal(0, bridge.UnsentBytes);
        Assert.DoesNotContain(peer.Heard, frame => frame.Payload is [0x41]);
    }
}
