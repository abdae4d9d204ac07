using Edge.Simulation;

namespace Edge.Link.Tests;

public class HandshakeTests
{
    [Fact]
    public void The_time_of_day_comes_with_the_hello_and_goes_on_from_there()
    {
        LinkWorld world = new(1);
        Assert.Equal(0u, world.Secondary.UtcSeconds(world.Clock.Now));
        world.Primary.SetUtc(1_800_000_000, world.Clock.Now);
        world.RunUntilUp();
        Assert.InRange(world.Secondary.UtcSeconds(world.Clock.Now), 1_800_000_000u, 1_800_000_001u);
        world.RunFor(100_000);
        Assert.InRange(world.Secondary.UtcSeconds(world.Clock.Now), 1_800_000_099u, 1_800_000_101u);
        Assert.InRange(world.Primary.UtcSeconds(world.Clock.Now) - world.Secondary.UtcSeconds(world.Clock.Now), 0u, 1u);
    }

    [Fact]
    public void Who_has_only_heard_the_time_does_not_tell_it()
    {
        LinkWorld world = new(1);
        world.Primary.SetUtc(1_800_000_000, world.Clock.Now);
        world.RunUntilUp();
        world.Reboot(0);
        world.RunUntilUp();
        Assert.Equal(0u, world.Primary.UtcSeconds(world.Clock.Now));
        Assert.NotEqual(0u, world.Secondary.UtcSeconds(world.Clock.Now));
    }

    [Fact]
    public void Who_has_a_clock_of_its_own_keeps_to_it()
    {
        LinkWorld world = new(1);
        world.Secondary.SetUtc(1_700_000_000, world.Clock.Now);
        world.RunUntilUp();
        world.Primary.SetUtc(1_800_000_000, world.Clock.Now);
        world.Line.ClosePort(world.Line.First);
        world.RunFor(1);
        world.Line.ReopenPort(world.Line.First);
        Assert.True(world.Run(500, () => world.AreUp));
        Assert.InRange(world.Primary.UtcSeconds(world.Clock.Now), 1_800_000_000u, 1_800_000_001u);
        Assert.InRange(world.Secondary.UtcSeconds(world.Clock.Now), 1_700_000_000u, 1_700_000_001u);
    }

    [Fact]
    public void Each_end_learns_what_the_other_speaks_and_both_keep_to_the_smaller_window()
    {
        LinkWorld world = new(1, configure: options =>
        {
            options.Services = options.IsPrimary ? LinkServices.MqttStream | LinkServices.MqttSn : LinkServices.MqttSn;
            options.Window = options.IsPrimary ? 32 : 3;
        });
        world.RunUntilUp();
        Assert.Equal(LinkServices.MqttSn, world.Primary.PeerServices);
        Assert.Equal(LinkServices.MqttSn | LinkServices.MqttStream, world.Secondary.PeerServices);
        Assert.Equal(3, world.Primary.Window);
        Assert.Equal(3, world.Secondary.Window);
    }

    [Fact]
    public void A_hello_of_a_life_that_is_over_changes_nothing()
    {
        VirtualClock clock = new(1000);
        SimulatedLine line = new(() => clock.Now, 1);
        LinkEndpoint link = new(line.First, new LinkOptions { IsPrimary = true, BootId = 7 });
        line.Second.Open(0);
        link.Poll(clock.Now);
        foreach (uint bootId in new uint[] { 100, 101, 102 })
        {
            Say(bootId);
        }

        Assert.Equal(3, link.Epoch);
        Say(100);
        Say(101);
        Assert.Equal(3, link.Epoch);
        Assert.Equal(2, link.Counters.BadHellos);
        Say(102);
        Assert.Equal(3, link.Epoch);
        Say(103);
        Assert.Equal(4, link.Epoch);

        // A board that was swapped for another is swapped back without a boot.
        clock.Advance(179_000);
        Say(102);
        Assert.Equal(4, link.Epoch);
        clock.Advance(1000);
        Say(102);
        Assert.Equal(5, link.Epoch);

        // From then on it is heard, though it was left before.
        long bad = link.Counters.BadHellos;
        Say(102);
        Assert.Equal(bad, link.Counters.BadHellos);
        Assert.Equal(5, link.Epoch);

        void Say(uint bootId)
        {
            byte[] hello = new byte[Hello.Bytes];
            Hello.Write(hello, 0, bootId, 7, new LinkOptions(), 0);
            byte[] buffer = new byte[64];
            FrameEncoder encoder = new(new Fcs(FrameCheck.Fcs32), false, 0);
            int end = encoder.Encode(buffer, 0, FrameType.Hello, 0, 0, 0, hello, 0, hello.Length);
            line.Second.Write(buffer, 0, end);
            clock.Advance(100);
            link.Poll(clock.Now);
        }
    }

    [Fact]
    public void The_last_four_lives_that_were_left_are_refused_and_the_one_before_is_not()
    {
        WirePeer peer = new();
        for (uint bootId = 100; bootId <= 104; bootId++)
        {
            peer.Hello(bootId);
        }

        Assert.Equal(5, peer.Link.Epoch);
        for (uint bootId = 100; bootId <= 103; bootId++)
        {
            peer.Hello(bootId);
        }

        Assert.Equal(5, peer.Link.Epoch);
        Assert.Equal(4, peer.Link.Counters.BadHellos);
        peer.Hello(105);
        Assert.Equal(6, peer.Link.Epoch);
        peer.Hello(100);
        Assert.Equal(7, peer.Link.Epoch);
    }

    [Fact]
    public void A_hello_of_the_life_that_is_known_ends_nothing()
    {
        WirePeer peer = new();
        peer.Hello(100, knownBootId: 0);
        Assert.Equal(1, peer.Link.Epoch);
        Assert.False(peer.Link.IsUp, "the peer does not know us");
        peer.Hello(100);
        Assert.True(peer.Link.IsUp);
        Assert.True(peer.Link.Send([1], 0, 1, true));
        peer.Send(FrameType.Reliable, 0, [2]);
        peer.Hello(100, knownBootId: 0);
        Assert.True(peer.Link.IsUp);
        Assert.Equal(1, peer.Link.Epoch);
        Assert.Equal(1, peer.Link.UnsentBytes);
        Assert.Equal(0, peer.Link.Counters.RebootsSeen + peer.Link.Counters.MessagesDropped);
        Assert.Equal(3, peer.Link.Counters.HellosReceived);
        peer.Send(FrameType.Ack, 1, []);
        Assert.Equal(0, peer.Link.UnsentBytes);
        Assert.Equal([2], LinkWorld.Receive(peer.Link)!);
    }

    [Fact]
    public void Reduced_frames_are_sent_to_a_peer_that_has_said_that_it_reads_them_and_to_no_other()
    {
        WirePeer peer = new();
        Assert.False(peer.Link.Encoder.IsReduced);
        peer.Hello(100, flags: Hello.ReadsReduced);
        Assert.True(peer.Link.Encoder.IsReduced);
        peer.Hello(101);
        Assert.False(peer.Link.Encoder.IsReduced);
    }

    [Fact]
    public void Test_bytes_are_acknowledged_counted_and_thrown_away_in_their_turn()
    {
        LinkWorld world = new(1, new LineSettings { BitErrorRate = 1e-4 });
        world.RunUntilUp();
        byte[] bytes = new byte[200];
        int sent = 0;
        int messages = 0;
        int received = 0;
        Assert.True(world.Run(100_000, () =>
        {
            while (sent < 20_000 && world.Primary.SendTest(bytes, 0, bytes.Length))
            {
                sent += bytes.Length;
                // Messages between them keep their order.
                messages += world.Primary.Send([(byte)messages], 0, 1, true) ? 1 : 0;
            }

            while (LinkWorld.Receive(world.Secondary) is byte[] message)
            {
                Assert.Equal([(byte)received], message);
                received++;
            }

            return sent == 20_000 && world.Primary.UnsentBytes == 0 && received == messages;
        }));
        Assert.True(messages > 10);
        Assert.Equal(20_000, world.Secondary.Counters.TestBytesReceived);
        Assert.Equal(20_000 + messages, world.Primary.Counters.BytesAcknowledged);
    }

    [Fact]
    public void Goodput_is_what_was_acknowledged_in_the_last_seconds_and_bounded_by_what_is_possible()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 9600 });
        world.RunUntilUp();
        byte[] bytes = new byte[240];
        world.Run(60_000, () =>
        {
            world.Primary.SendTest(bytes, 0, bytes.Length);
            return false;
        });
        Assert.InRange(world.Primary.BoundBytesPerSecond, 915, 930);
        // An acknowledgement speaks for two of these frames, which is a twentieth of what comes in ten seconds.
        Assert.InRange(world.Primary.GoodputBytesPerSecond / (double)world.Primary.BoundBytesPerSecond, 0.93, 1.06);
        world.RunFor(5000);
        long end = world.Clock.Now + 25_000;
        while (world.Clock.Now < end)
        {
            world.Clock.Advance(500);
            world.Poll();
        }

        Assert.Equal(0, world.Primary.GoodputBytesPerSecond);
    }
}
