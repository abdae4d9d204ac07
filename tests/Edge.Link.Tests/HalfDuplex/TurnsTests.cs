using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

public class TurnsTests
{
    [Fact]
    public void A_dead_station_is_asked_ever_more_rarely_up_to_once_a_minute_and_found_when_it_is_there()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1, 2]);
        world.Dead.Add(0);
        world.RunUntilUp();
        world.Run(30_000, () => false);
        // Three at once, and after 1, 2, 4, 8 ... s.
        Assert.InRange(world.Bridge[0].Counters.HellosSent, 6, 7);
        world.Run(70_000, () => false);
        long hellos = world.Bridge[0].Counters.HellosSent;
        world.Run(600_000, () => false);
        Assert.InRange(world.Bridge[0].Counters.HellosSent - hellos, 9, 10);
        world.Dead.Clear();
        world.RunUntilUp(61_000);
    }

    [Fact]
    public void Several_dead_stations_cost_the_others_one_answer_time_out_a_round()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1, 2, 3, 4, 5, 6]);
        world.Dead.UnionWith([0, 1, 2, 4, 5]);
        world.RunUntilUp();
        Assert.Equal(0, world.Bridge[4].Counters.HellosSent + world.Bridge[5].Counters.HellosSent);
        long lastAt = world.Clock.Now;
        long longestMs = 0;
        world.Run(20_000, () => false, () =>
        {
            world.Devices[3].Send([1], 0, 1, true);
            while (BusWorld.Receive(world.Bridge[3]) != null)
            {
                longestMs = Math.Max(longestMs, world.Clock.Now - lastAt);
                lastAt = world.Clock.Now;
            }
        });
        Assert.True(world.Bridge[5].Counters.HellosSent > 3, "the dead ones were not asked");
        // One of this round and one of the next may stand between two turns of the one that answers.
        Assert.InRange(longestMs, 500, 1200);
    }

    [Fact]
    public void A_station_that_was_restarted_is_found_before_it_is_given_up()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1, 2]);
        world.RunUntilUp();
        int epoch = world.Bridge[0].Epoch;
        world.RebootDevice(0);
        Assert.True(world.Run(3000, () => world.Bridge[0].Epoch != epoch && world.AreUp));
        Assert.Equal(0, world.Bridge[0].Counters.SilencesSeen);
    }

    [Fact]
    public void A_station_that_was_given_up_is_asked_at_once_again_and_comes_back_in_its_epoch()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1]);
        world.RunUntilUp();
        int epoch = world.Bridge[0].Epoch;
        world.Bus.Cut(world.End(1));
        Assert.True(world.Run(60_000, () => !world.Bridge[0].IsUp));
        Assert.Equal(1, world.Bridge[0].Counters.SilencesSeen);
        Assert.Equal(8, world.Bridge[0].Counters.TimeOuts);
        long hellos = world.Bridge[0].Counters.HellosSent;
        world.Run(2000, () => false);
        Assert.True(world.Bridge[0].Counters.HellosSent >= hellos + 2, "it is not asked");
        world.Bus.Restore(world.End(1));
        Assert.True(world.Run(5000, () => world.AreUp));
        Assert.Equal(epoch, world.Bridge[0].Epoch);
    }

    [Fact]
    public void A_secondary_that_is_not_asked_for_three_minutes_is_not_up()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1]);
        world.RunUntilUp();
        world.Run(10_000, () => false);
        world.Bus.Cut(world.End(0));
        Assert.True(world.Devices[0].Send([1], 0, 1, false));
        Assert.True(world.Devices[0].Send([2], 0, 1, true));
        world.Run(179_000, () => false);
        Assert.True(world.Devices[0].IsUp);
        world.Run(1000, () => false);
        Assert.False(world.Devices[0].IsUp);
        Assert.Equal(1, world.Devices[0].Counters.SilencesSeen);
        world.Bus.Restore(world.End(0));
        Assert.True(world.Run(61_000, () => BusWorld.Receive(world.Bridge[0]) is [2]));
        Assert.True(world.AreUp);
    }

    [Fact]
    public void Messages_sent_once_leave_half_of_each_turn_to_the_reliable_ones()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1]);
        world.RunUntilUp();
        int once = 0;
        int reliable = 0;
        world.Run(60_000, () => false, () =>
        {
            while (world.Devices[0].Send([1, .. new byte[20]], 0, 21, false))
            {
            }

            while (world.Devices[0].Send([2, .. new byte[20]], 0, 21, true))
            {
            }

            while (BusWorld.Receive(world.Bridge[0]) is byte[] message)
            {
                once += message[0] == 1 ? 1 : 0;
                reliable += message[0] == 2 ? 1 : 0;
            }
        });
        Assert.InRange(reliable, 500, 1500);
        Assert.InRange(once / (double)reliable, 0.9, 1.1);
    }

    [Fact]
    public void A_lost_frame_is_put_twice_where_turnarounds_cost_more_and_both_are_counted()
    {
        WirePeer peer = new(new LineSettings { BitRate = 9600 }, options =>
        {
            options.IsHalfDuplex = true;
            options.BitRate = 9600;
            options.TurnaroundMs = 300;
            options.PollMs = 60_000;
        });
        peer.RunFor(100);
        peer.Hello(100);
        peer.RunFor(500);
        int threeFrames = (2 * peer.Link.PayloadBytes) + 1;
        Assert.True(peer.Link.Send(new byte[threeFrames], 0, threeFrames, true));
        peer.RunFor(400);
        peer.Heard.Clear();
        peer.Send(FrameType.Ack, 0, [2]);
        peer.RunFor(500);
        Assert.Equal([0, 2, 0, 2], peer.Heard.Select(frame => frame.Sequence));
        Assert.Equal(4, peer.Link.Counters.FramesResent);
        peer.Send(FrameType.Ack, 3, []);
        Assert.Equal(0, peer.Link.UnsentBytes);
    }

    [Fact]
    public void A_turn_has_as_many_frames_as_it_said_though_some_are_not_needed_any_more()
    {
        WirePeer peer = new(new LineSettings { BitRate = 1200, TransmitBytesMax = 16 }, options =>
        {
            options.IsHalfDuplex = true;
            options.BitRate = 1200;
            options.PollMs = 60_000;
        });
        peer.RunFor(300);
        peer.Hello(100);
        peer.RunFor(500);
        peer.Heard.Clear();
        int threeFrames = (2 * peer.Link.PayloadBytes) + 1;
        Assert.True(peer.Link.Send(new byte[threeFrames], 0, threeFrames, true));
        RunUntilHeard(3);
        peer.Heard.Clear();
        peer.Send(FrameType.Ack, 0, []);
        RunUntilHeard(1);
        // All of it has come, as is heard too late.
        peer.Send(FrameType.Ack, 3, []);
        RunUntilHeard(3);
        Assert.Equal(
            [FrameType.ReliableAck, FrameType.Reliable, FrameType.Ack], peer.Heard.Take(3).Select(frame => frame.Type));
        Assert.Equal(0, peer.Link.UnsentBytes);
        Assert.Equal(0, peer.Link.Counters.TimeOuts);

        void RunUntilHeard(int frames)
        {
            for (int i = 0; i < 10_000 && peer.Heard.Count < frames; i++)
            {
                peer.RunFor(1);
            }

            Assert.Equal(frames, peer.Heard.Count);
        }
    }

    [Fact]
    public void When_the_port_is_open_again_dead_stations_are_asked_at_once()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [1]);
        world.Dead.Add(0);
        world.Run(200_000, () => false);
        world.Bus.ClosePort(world.End(0));
        world.Run(100, () => false);
        world.Bus.ReopenPort(world.End(0));
        world.Dead.Clear();
        world.RunUntilUp(6000);
    }

    [Fact]
    public void A_port_that_was_pulled_in_the_middle_of_a_turn_does_not_go_on_with_it_later()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 1200, TransmitBytesMax = 16 }, [1]);
        world.RunUntilUp();
        Assert.True(world.Devices[0].Send(new byte[200], 0, 200, true));
        // More than an acknowledgement has.
        Assert.True(world.Run(10_000, () => world.End(1).UnsentBytes > 12));
        world.Bus.ClosePort(world.End(1));
        world.Bus.Cut(world.End(0));
        world.Run(100, () => false);
        long sent = world.Devices[0].Counters.FramesSent;
        world.Bus.ReopenPort(world.End(1));
        world.Run(10_000, () => false);
        Assert.Equal(StreamState.Open, world.End(1).State);
        Assert.Equal(sent, world.Devices[0].Counters.FramesSent);
        world.Bus.Restore(world.End(0));
        Assert.True(world.Run(70_000, () => BusWorld.Receive(world.Bridge[0])?.Length == 200));
    }

    [Fact]
    public void A_station_whose_number_lies_between_those_of_the_line_is_counted_and_not_heard()
    {
        BusWorld world = new(1, new LineSettings { BitRate = 9600 }, [2, 9]);
        world.Dead.Add(1);
        world.RunUntilUp();
        FrameEncoder encoder = new(new Fcs(FrameCheck.Fcs32), false, 5);
        byte[] hello = new byte[Hello.Bytes];
        Hello.Write(hello, 0, 100, 0, new LinkOptions(), 0);
        byte[] buffer = new byte[64];
        int end = encoder.Encode(buffer, 0, FrameType.Hello, 0, 0, 0, hello, 0, hello.Length);
        Assert.True(world.Run(10_000, () => world.End(0).UnsentBytes == 0 && world.End(1).UnsentBytes == 0));
        long before = world.Line.Counters.WrongStation;
        world.End(2).Open(world.Clock.Now);
        world.End(2).Write(buffer, 0, end);
        world.Run(1000, () => false);
        Assert.Equal(before + 1, world.Line.Counters.WrongStation);
        Assert.Equal(0, world.Bridge[1].Epoch);
    }
}
