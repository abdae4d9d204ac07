using System.Diagnostics;
using Edge.Simulation;

namespace Edge.Link.Tests;

public class LinkEndpointTests
{
    [Fact]
    public void Options_out_of_range_are_refused_at_once()
    {
        SimulatedLineEnd end = new SimulatedLine(() => 0, 1).First;
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions()));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, Station = 128 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, FrameBytesMax = 31 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, FrameBytesMax = 257 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, BitRate = -1 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, Window = 0 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, Window = 33 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, MessageBytesMax = 63 }));
        Assert.Throws<ArgumentException>(() => new LinkEndpoint(end, new LinkOptions { BootId = 1, IsHalfDuplex = true }));
    }

    [Fact]
    public void Both_sides_come_up_at_once_and_cut_messages_to_the_smaller_frame()
    {
        LinkWorld world = new(1, null, 256, 40);
        Assert.Equal(0, world.Primary.Epoch);
        world.RunUntilUp();
        Assert.NotEqual(0, world.Primary.Epoch);
        Assert.Equal(33, world.Primary.PayloadBytes);
        Assert.Equal(33, world.Secondary.PayloadBytes);
        Assert.Equal(249, world.Primary.MessageBytesMax);
        Assert.True(world.Clock.Now - 1_000_000 < 100, "it took long");
    }

    [Fact]
    public void The_smallest_frames_carry_the_handshake_and_messages()
    {
        LinkWorld world = new(1, null, 32, 32);
        world.RunUntilUp();
        Assert.True(world.Primary.Send(new byte[249], 0, 249, true));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Secondary)?.Length == 249));
        Assert.True(world.Primary.Send(new byte[249], 0, 249, false));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Secondary)?.Length == 249));
    }

    [Fact]
    public void A_link_that_is_up_and_has_nothing_to_do_wants_no_poll()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        Assert.True(world.Primary.Send([1], 0, 1, true));
        Assert.True(world.Secondary.Send([2], 0, 1, true));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Secondary) != null));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Primary) != null));
        world.RunFor(100);
        Assert.Equal(0, world.Primary.UnsentBytes + world.Secondary.UnsentBytes);
        Assert.Equal(Deadline.Idle, world.Primary.Poll(world.Clock.Now));
        Assert.Equal(Deadline.Idle, world.Secondary.Poll(world.Clock.Now));
        long sent = world.Primary.Counters.FramesSent;
        world.RunFor(3_600_000);
        Assert.Equal(sent, world.Primary.Counters.FramesSent);
    }

    [Fact]
    public void A_user_who_takes_nothing_stops_the_peer_after_a_span_and_one_and_nothing_is_lost()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        int sent = 0;
        for (int i = 0; i < 100; i++)
        {
            while (world.Primary.Send([(byte)sent], 0, 1, true))
            {
                sent++;
            }

            world.RunFor(100);
        }

        // One is shown, and a span of 16 waits behind it.
        Assert.Equal(17, sent);
        Assert.Equal(0, world.Primary.UnsentBytes);
        world.RunFor(60_000);
        Assert.True(world.Primary.IsUp, "a peer that holds messages is not dead");
        Assert.True(world.Primary.Counters.FramesResent < 40, "it asks ever more rarely whether there is room");
        List<byte> received = [];
        Assert.True(world.Run(500, () =>
        {
            received.AddRange(LinkWorld.Receive(world.Secondary) ?? []);
            return received.Count == sent;
        }));
        Assert.Equal(Enumerable.Range(0, sent).Select(i => (byte)i), received);
        Assert.True(world.Run(100, () => world.Primary.UnsentBytes == 0));
    }

    [Fact]
    public void A_peer_with_less_memory_is_sent_no_more_than_it_has_places_for()
    {
        LinkWorld world = new(1, configure: options => options.Window = options.IsPrimary ? 32 : 2);
        world.RunUntilUp();
        int sent = 0;
        world.Run(10_000, () =>
        {
            sent += world.Primary.Send([(byte)sent], 0, 1, true) ? 1 : 0;
            return false;
        });
        // One is shown, a span of 8 waits behind it, and two wait here.
        Assert.Equal(11, sent);
        Assert.Equal(2, world.Primary.UnsentBytes);
        Assert.Equal(0, world.Secondary.Counters.OutOfSequence);
        List<byte> received = [];
        Assert.True(world.Run(5000, () =>
        {
            received.AddRange(LinkWorld.Receive(world.Secondary) ?? []);
            return received.Count == sent;
        }));
        Assert.Equal(Enumerable.Range(0, sent).Select(i => (byte)i), received);
    }

    [Fact]
    public void The_longest_message_fits_into_the_span_even_in_the_shortest_frames()
    {
        LinkWorld world = new(1, new LineSettings { BitErrorRate = 3e-3 }, configure: options =>
        {
            options.Window = options.IsPrimary ? 8 : 1;
            options.MessageBytesMax = 1000;
        });
        world.RunUntilUp();
        // A span of 4 frames with bodies of 24 bytes, of which 7 are no payload.
        Assert.Equal(68, world.Primary.MessageBytesMax);
        Assert.Equal(68, world.Secondary.MessageBytesMax);
        int received = 0;
        Assert.True(world.Run(1_000_000, () =>
        {
            world.Primary.Send(new byte[68], 0, 68, true);
            received += LinkWorld.Receive(world.Secondary)?.Length == 68 ? 1 : 0;
            return received == 100;
        }));
        Assert.Equal(17, world.Primary.PayloadBytes);
    }

    [Fact]
    public void Acknowledgements_are_heard_while_a_message_is_held()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        Assert.True(world.Primary.Send([1], 0, 1, true));
        Assert.True(world.Run(1000, () => world.Secondary.Peek(out _, out _, out _)));
        for (int i = 0; i < 10; i++)
        {
            Assert.True(world.Secondary.Send([2], 0, 1, true));
            Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Primary) != null));
            Assert.True(world.Run(1000, () => world.Secondary.UnsentBytes == 0));
        }

        Assert.Equal([1], LinkWorld.Receive(world.Secondary)!);
    }

    [Fact]
    public void Unreliable_messages_are_sent_once_and_several_in_a_row_arrive()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        Assert.True(world.Primary.Send([1], 0, 1, false));
        Assert.True(world.Primary.Send([2], 0, 1, false));
        Assert.True(world.Primary.Send([3], 0, 1, false));
        List<byte> received = [];
        world.Run(1000, () =>
        {
            received.AddRange(LinkWorld.Receive(world.Secondary) ?? []);
            return false;
        });
        Assert.Equal([1, 2, 3], received);
        world.Line.Cut();
        Assert.True(world.Primary.Send([4], 0, 1, false));
        world.RunFor(1000);
        world.Line.Restore();
        world.RunFor(10_000);
        Assert.Null(LinkWorld.Receive(world.Secondary));
    }

    [Fact]
    public void Unreliable_and_reliable_frames_go_in_turn_while_there_are_both()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 9600 });
        world.RunUntilUp();
        int once = 0;
        int reliable = 0;
        world.Run(60_000, () =>
        {
            while (world.Primary.Send([1, .. new byte[20]], 0, 21, false))
            {
            }

            while (world.Primary.Send([2, .. new byte[20]], 0, 21, true))
            {
            }

            byte[]? message = LinkWorld.Receive(world.Secondary);
            once += message?[0] == 1 ? 1 : 0;
            reliable += message?[0] == 2 ? 1 : 0;
            return false;
        });
        Assert.InRange(reliable, 500, 1500);
        Assert.InRange(once / (double)reliable, 0.8, 1.25);
    }

    [Fact]
    public void No_more_than_two_frames_wait_in_the_carrier_so_that_an_acknowledgement_comes_soon()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 9600, TransmitBytesMax = 4096 });
        world.RunUntilUp();
        int most = 0;
        world.Run(20_000, () =>
        {
            world.Primary.Send(new byte[249], 0, 249, true);
            world.Primary.Send(new byte[249], 0, 249, false);
            LinkWorld.Receive(world.Secondary);
            most = Math.Max(most, world.Line.First.UnsentBytes);
            return false;
        });
        // And one that was put when they had nearly left.
        Assert.InRange(most, 2 * 259, 3 * 260);
    }

    [Fact]
    public void A_piece_that_was_refused_ends_its_message_even_when_the_count_has_gone_round()
    {
        WirePeer peer = new();
        peer.Hello(100);
        peer.Send(FrameType.Unreliable, 0, [1], Frame.MoreBit);
        peer.Send(FrameType.Reliable, 0, [2]);
        for (int sequence = 1; sequence <= 256; sequence++)
        {
            peer.Send(FrameType.Unreliable, sequence & 0xFF, [3]);
        }

        Assert.Equal(256, peer.Link.Counters.MessagesRefused);
        Assert.Equal([2], LinkWorld.Receive(peer.Link)!);
        peer.Send(FrameType.UnreliableNext, 1, [4]);
        Assert.Null(LinkWorld.Receive(peer.Link));
        Assert.Equal(1, peer.Link.Counters.FragmentsDropped);
    }

    [Fact]
    public void Unreliable_messages_are_refused_when_the_carrier_is_full()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 1200 });
        world.RunUntilUp();
        int sent = 0;
        while (world.Primary.Send(new byte[100], 0, 100, false))
        {
            sent++;
        }

        Assert.InRange(sent, 6, 12);
        int received = 0;
        world.Run(60_000, () =>
        {
            received += LinkWorld.Receive(world.Secondary) == null ? 0 : 1;
            return false;
        });
        Assert.Equal(sent, received);
    }

    [Fact]
    public void A_message_that_is_too_long_or_empty_is_the_callers_mistake()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Primary.Send(new byte[250], 0, 250, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Primary.Send([], 0, 0, true));
    }

    [Fact]
    public void A_message_longer_than_agreed_is_acknowledged_counted_and_thrown_away_however_it_is_cut()
    {
        WirePeer peer = new(configure: options => options.MessageBytesMax = 64);
        peer.Hello(100);
        peer.Send(FrameType.Reliable, 0, new byte[65]);
        Assert.Equal(1, peer.Link.Counters.FragmentsDropped);
        peer.Send(FrameType.Reliable, 1, new byte[65], Frame.MoreBit);
        peer.Send(FrameType.Reliable, 2, [1], Frame.MoreBit);
        peer.Send(FrameType.Reliable, 3, [1]);
        Assert.Equal(4, peer.Link.Counters.FragmentsDropped);
        peer.Send(FrameType.Unreliable, 0, new byte[65]);
        Assert.Equal(5, peer.Link.Counters.FragmentsDropped);
        peer.Send(FrameType.Unreliable, 1, new byte[65], Frame.MoreBit);
        peer.Send(FrameType.UnreliableNext, 2, [1]);
        Assert.Equal(7, peer.Link.Counters.FragmentsDropped);
        Assert.Null(LinkWorld.Receive(peer.Link));
        Assert.Equal(4, peer.Heard[^1].Sequence);
        peer.Send(FrameType.Unreliable, 3, new byte[64]);
        Assert.Equal(64, LinkWorld.Receive(peer.Link)?.Length);
        peer.Send(FrameType.Reliable, 4, new byte[64]);
        Assert.Equal(64, LinkWorld.Receive(peer.Link)?.Length);
    }

    [Fact]
    public void A_wait_after_a_send_or_a_release_ends_at_once_because_a_poll_is_due()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        world.RunFor(1000);
        Stopwatch time = Stopwatch.StartNew();
        Assert.True(world.Primary.Send([1], 0, 1, true));
        world.Primary.Wait(60_000);
        Assert.True(world.Run(1000, () => world.Secondary.Peek(out _, out _, out _)));
        world.Secondary.Release();
        world.Secondary.Wait(60_000);
        Assert.True(time.ElapsedMilliseconds < 50_000, "it waited");
    }
}
