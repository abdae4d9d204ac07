using Edge.Simulation;

namespace Edge.Link.Tests;

public class LinkRecoveryTests
{
    [Fact]
    public void On_a_good_line_nothing_is_sent_twice_at_any_bit_rate()
    {
        foreach (int bitRate in new[] { 300, 1200, 9600, 115_200, 1_000_000 })
        {
            LinkWorld world = new(1, new LineSettings { BitRate = bitRate });
            world.RunUntilUp();
            int received = 0;
            bool isDone = world.Run(2_000_000, () =>
            {
                world.Primary.Send(new byte[249], 0, 249, true);
                world.Secondary.Send(new byte[249], 0, 249, true);
                received += LinkWorld.Receive(world.Secondary) == null ? 0 : 1;
                LinkWorld.Receive(world.Primary);
                return received == 50;
            });
            Assert.True(isDone, $"{received} messages at {bitRate} bit/s");
            Assert.Equal(0, world.Primary.Counters.FramesResent);
            Assert.Equal(0, world.Secondary.Counters.FramesResent);
            Assert.True(world.Primary.Counters.RoundTripMs > 0);
        }
    }

    [Fact]
    public void A_message_whose_acknowledgement_was_lost_is_acknowledged_again_and_not_delivered_twice()
    {
        LinkWorld world = new(1, new LineSettings { DelayMs = 50 });
        world.RunUntilUp();
        Assert.True(world.Primary.Send([1], 0, 1, true));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Secondary) is [1]));
        world.RunFor(20);
        world.Line.Cut();
        world.Line.Restore();
        world.RunFor(5000);
        Assert.Null(LinkWorld.Receive(world.Secondary));
        Assert.Equal(1, world.Secondary.Counters.Duplicates);
        Assert.Equal(1, world.Primary.Counters.FramesResent);
        Assert.Equal(0, world.Primary.UnsentBytes);
    }

    [Fact]
    public void Noise_on_an_idle_line_costs_no_frame()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        world.RunFor(1000);
        for (byte noise = 1; noise < 200; noise++)
        {
            // What the peer's transmitter picked up while it was silent.
            world.Line.First.Write([noise, 77], 0, 2);
            world.RunFor(10);
            Assert.True(world.Primary.Send([noise], 0, 1, true));
            Assert.True(world.Run(100, () => LinkWorld.Receive(world.Secondary) != null));
            Assert.True(world.Run(100, () => world.Primary.UnsentBytes == 0));
        }

        Assert.Equal(0, world.Primary.Counters.FramesResent);
    }

    [Fact]
    public void A_line_that_spoils_every_third_frame_keeps_its_pace()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            LinkWorld world = new(seed, new LineSettings { BitErrorRate = 2e-4 });
            world.RunUntilUp();
            int received = 0;
            // A frame and its acknowledgement take 25 ms; a third is lost.
            bool isDone = world.Run(100_000, () =>
            {
                world.Primary.Send(new byte[240], 0, 240, true);
                received += LinkWorld.Receive(world.Secondary) == null ? 0 : 1;
                return received == 400;
            });
            Assert.True(isDone, $"seed {seed}: {received} of 400 in 100 s");
        }
    }

    [Fact]
    public void Time_outs_double_up_to_five_seconds_and_a_dead_peer_is_reported_and_found_again()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        world.Line.Cut();
        long cutAt = world.Clock.Now;
        Assert.True(world.Primary.Send([1], 0, 1, true));
        int epoch = world.Primary.Epoch;
        Assert.True(world.Run(60_000, () => !world.Primary.IsUp));
        // 1, 2, 4 and then five times 5 seconds
        Assert.InRange(world.Clock.Now - cutAt, 32_000, 32_100);
        Assert.Equal(8, world.Primary.Counters.TimeOuts);
        Assert.Equal(1, world.Primary.Counters.SilencesSeen);
        Assert.False(world.Primary.Send([2], 0, 1, false));
        long hellos = world.Primary.Counters.HellosSent;
        world.RunFor(60_000);
        Assert.InRange(world.Primary.Counters.HellosSent - hellos, 50, 70);
        world.Line.Restore();
        Assert.True(world.Run(1500, () => LinkWorld.Receive(world.Secondary) != null));
        Assert.True(world.Primary.IsUp);
        Assert.Equal(epoch, world.Primary.Epoch);
    }

    [Fact]
    public void The_time_out_follows_the_round_trip_and_never_falls_below_what_the_line_needs()
    {
        foreach ((int bitRate, int delayMs, int floorMs, int ceilingMs) in new[] { (9600, 0, 290, 330), (115_200, 300, 600, 700) })
        {
            LinkWorld world = new(1, new LineSettings { BitRate = bitRate, DelayMs = delayMs });
            world.RunUntilUp();
            for (int i = 0; i < 60; i++)
            {
                Assert.True(world.Primary.Send([1], 0, 1, true));
                Assert.True(world.Run(2000, () => LinkWorld.Receive(world.Secondary) != null));
                Assert.True(world.Run(2000, () => world.Primary.UnsentBytes == 0));
            }

            world.Line.Cut();
            long sentAt = world.Clock.Now;
            world.Primary.Send([1], 0, 1, true);
            Assert.True(world.Run(10_000, () => world.Primary.Counters.TimeOuts == 1));
            Assert.InRange(world.Clock.Now - sentAt, floorMs, ceilingMs);
        }
    }

    [Fact]
    public void A_frame_is_not_resent_while_it_has_not_left()
    {
        // The unreliable message before it takes four seconds to leave, the time-out is below two.
        LinkWorld world = new(1, new LineSettings { BitRate = 600 });
        world.RunUntilUp();
        world.RunFor(5000);
        Assert.True(world.Primary.Send(new byte[240], 0, 240, false));
        Assert.True(world.Primary.Send(new byte[10], 0, 10, true));
        Assert.True(world.Run(20_000, () =>
        {
            LinkWorld.Receive(world.Secondary);
            return world.Primary.UnsentBytes == 0;
        }));
        Assert.Equal(0, world.Primary.Counters.TimeOuts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_message_in_flight_survives_an_unplugged_port(int side)
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        int epoch = world.Primary.Epoch;
        Assert.True(world.Primary.Send(new byte[200], 0, 200, true));
        world.Line.ClosePort(world.End(side));
        world.RunFor(20_000);
        Assert.False(world.Links[side].IsUp);
        long opens = world.Links[side].Counters.CarrierOpens;
        Assert.InRange(opens, 5, 60);
        world.Line.ReopenPort(world.End(side));
        Assert.True(world.Run(6000, () => LinkWorld.Receive(world.Secondary)?.Length == 200));
        Assert.Equal(epoch, world.Primary.Epoch);
        Assert.Equal(0, world.Primary.Counters.RebootsSeen + world.Secondary.Counters.RebootsSeen);
    }

    [Fact]
    public void A_peer_that_holds_all_is_asked_again_after_a_port_was_pulled_in_the_middle_of_the_question()
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 9600, TransmitBytesMax = 16 });
        world.RunUntilUp();
        byte[] message = new byte[240];
        world.Run(60_000, () =>
        {
            world.Primary.Send(message, 0, message.Length, true);
            return false;
        });
        Assert.Equal(0, world.Primary.UnsentBytes);
        long asked = world.Primary.Counters.FramesResent;
        Assert.True(world.Run(60_000, () => world.Primary.Counters.FramesResent > asked));
        world.Line.ClosePort(world.Line.First);
        world.RunFor(100);
        world.Line.ReopenPort(world.Line.First);
        Assert.True(world.Run(20_000, () => world.AreUp));
        world.RunFor(100);
        // That the user has taken everything is told once, and lost.
        world.Line.Cut();
        while (LinkWorld.Receive(world.Secondary) != null)
        {
            world.RunFor(100);
        }

        world.Line.Restore();
        Assert.True(world.Run(60_000, () => world.Primary.Send(message, 0, message.Length, true)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_sent_once_do_not_wait_for_a_peer_that_is_gone(bool isPortClosed)
    {
        LinkWorld world = new(1, new LineSettings { BitRate = 1200 });
        world.RunUntilUp();
        Assert.True(world.Primary.Send([1], 0, 1, true));
        Action fault = isPortClosed ? () => world.Line.ClosePort(world.Line.First) : world.Line.Cut;
        fault();
        Assert.True(world.Run(120_000, () =>
        {
            while (world.Primary.Send(new byte[100], 0, 100, false))
            {
            }

            return !world.Primary.IsUp;
        }));
        world.RunFor(10_000);
        world.Line.Restore();
        world.Line.ReopenPort(world.Line.First);
        List<byte[]> received = [];
        world.Run(20_000, () =>
        {
            received.AddRange(LinkWorld.Receive(world.Secondary) is byte[] message ? [message] : []);
            return false;
        });
        Assert.True(world.AreUp);
        Assert.Equal([[1]], received);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_reboot_changes_the_epoch_and_drops_what_was_in_flight(int side)
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        LinkEndpoint other = world.Links[1 - side];
        int epoch = other.Epoch;
        Assert.True(other.Send([1], 0, 1, true));
        world.Reboot(side);
        Assert.True(world.Run(5000, () => other.Epoch != epoch));
        Assert.False(other.IsUp, "up before the peer has shown that it knows us");
        Assert.True(world.Run(5000, () => world.AreUp));
        Assert.Equal(0, other.UnsentBytes);
        Assert.Equal(1, other.Counters.RebootsSeen);
        Assert.Equal(1, other.Counters.MessagesDropped);
        world.RunFor(10_000);
        Assert.Null(LinkWorld.Receive(world.Links[side]));
        Assert.True(other.Send([2], 0, 1, true));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Links[side]) is [2]));
    }

    [Fact]
    public void A_message_held_over_a_reboot_stays_until_released()
    {
        LinkWorld world = new(1);
        world.RunUntilUp();
        Assert.True(world.Primary.Send([1], 0, 1, true));
        Assert.True(world.Run(1000, () => world.Secondary.Peek(out _, out _, out _)));
        world.Reboot(0);
        Assert.True(world.Run(5000, () => world.AreUp && world.Secondary.Counters.RebootsSeen == 1));
        Assert.True(world.Primary.Send([2], 0, 1, true));
        world.RunFor(1000);
        Assert.Equal([1], LinkWorld.Receive(world.Secondary)!);
        Assert.True(world.Run(10_000, () => LinkWorld.Receive(world.Secondary) is [2]));
        Assert.True(world.Run(1000, () => world.Primary.UnsentBytes == 0));
    }

    [Fact]
    public void A_hello_of_another_version_is_counted_and_has_no_effect()
    {
        VirtualClock clock = new();
        SimulatedLine line = new(() => clock.Now, 1);
        LinkEndpoint link = new(line.First, new LinkOptions { IsPrimary = true, BootId = 1 });
        line.Second.Open(0);
        link.Poll(0);
        byte[] hellos = new byte[64];
        FrameEncoder encoder = new(new Fcs(FrameCheck.Fcs32), false, 0);
        string[] bad =
        [
            "02 01 D4 C3 B2 A1 00*4 80 00 00 01 04 10 00 00*4", // another version
            "01 05 D4 C3 B2 A1 00*4 80 00 00 01 04 10 00 00*4", // keyed frames
            "01 01 00*8 80 00 00 01 04 10 00 00*4", // no boot id
            "01 01 D4 C3 B2 A1 00*4 1F 00 00 01 04 10 00 00*4", // frames that are too short for a hello
            "01 01 D4 C3 B2 A1 00*4 80 00 00 00 04 10 00 00*4", // no messages
            "01 01 D4 C3 B2 A1 00*4 80 00 00 01 00 10 00 00*4", // no window
            "01 01 D4 C3 B2 A1 00*4 80 00 00 01 04 00 00 00*4", // no span
            "01 01",
        ];
        foreach (string hello in bad)
        {
            byte[] payload = Hex.Parse(hello);
            int end = encoder.Encode(hellos, 0, FrameType.Hello, 0, 0, 0, payload, 0, payload.Length);
            line.Second.Write(hellos, 0, end);
            clock.Advance(100);
            link.Poll(clock.Now);
        }

        Assert.Equal(bad.Length, link.Counters.BadHellos);
        Assert.Equal(0, link.Epoch);
    }

    [Fact]
    public void A_message_that_was_resent_tells_nothing_about_the_round_trip()
    {
        LinkWorld world = new(1, new LineSettings { DelayMs = 100 });
        world.RunUntilUp();
        world.RunFor(1000);
        Assert.True(world.Primary.Send([1], 0, 1, true));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Secondary) != null));
        Assert.True(world.Run(1000, () => world.Primary.UnsentBytes == 0));
        int roundTripMs = world.Primary.Counters.RoundTripMs;
        Assert.InRange(roundTripMs, 190, 210);
        Assert.True(world.Primary.Send([2], 0, 1, true));
        Assert.True(world.Run(1000, () => LinkWorld.Receive(world.Secondary) != null));
        world.RunFor(20);
        world.Line.Cut();
        world.Line.Restore();
        Assert.True(world.Run(60_000, () => world.Primary.Counters.FramesResent == 1));
        Assert.True(world.Run(1000, () => world.Primary.UnsentBytes == 0));
        Assert.Equal(roundTripMs, world.Primary.Counters.RoundTripMs);
    }

    [Fact]
    public void Nor_does_one_that_was_resent_because_the_peer_has_asked()
    {
        WirePeer peer = new();
        peer.Hello(100);
        Assert.True(peer.Link.Send([1], 0, 1, true));
        peer.RunFor(50);
        peer.Hello(100, flags: Hello.AnswerMe);
        Assert.Equal(1, peer.Link.Counters.FramesResent);
        peer.RunFor(200);
        peer.Send(FrameType.Ack, 1, []);
        Assert.Equal(0, peer.Link.UnsentBytes);
        Assert.Equal(0, peer.Link.Counters.RoundTripMs);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    [InlineData(1500)]
    public void A_round_trip_that_has_grown_is_learned_though_it_is_longer_than_the_time_out(int milliseconds)
    {
        WirePeer peer = new();
        peer.Hello(100);
        for (int i = 1; i <= 70; i++)
        {
            Assert.True(peer.Link.Send([1], 0, 1, true));
            peer.RunFor(i > 30 ? milliseconds : 5);
            peer.Send(FrameType.Ack, i, []);
        }

        Assert.InRange(peer.Link.Counters.TimeOuts, 1, 15);
        Assert.InRange(peer.Link.Counters.RoundTripMs, milliseconds * 3 / 4, milliseconds + 10);
    }

    [Fact]
    public void What_has_come_is_not_sent_again_when_the_peer_asks()
    {
        WirePeer peer = new();
        peer.Hello(100);
        for (byte i = 0; i < 3; i++)
        {
            Assert.True(peer.Link.Send([i], 0, 1, true));
        }

        peer.RunFor(50);
        peer.Send(FrameType.Ack, 0, [6]);
        Assert.Equal(1, peer.Link.Counters.FramesResent);
        peer.Heard.Clear();
        peer.Hello(100, flags: Hello.AnswerMe);
        Assert.Equal([FrameType.Hello, FrameType.Reliable], peer.Heard.Select(frame => frame.Type));
        Assert.Equal([0], peer.Heard[1].Payload);
        Assert.Equal(2, peer.Link.Counters.FramesResent);
    }
}
