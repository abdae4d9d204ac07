using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>Answers that come sooner or later than the primary was told.</summary>
public class AnswerTimeTests
{
    private const int Messages = 100;

    // A pseudo-terminal, or an adapter that does not care for the baud rate.
    private static readonly LineSettings Fast = new() { BitRate = 1_000_000 };

    [Fact]
    public void A_line_that_is_faster_than_its_bit_rate_says_costs_no_time_out()
    {
        BusWorld world = new(1, Fast, [1, 2], options => options.BitRate = 9600);
        world.RunUntilUp();
        Exchange(world);
        Assert.Equal(0, world.Bridge.Sum(station => station.Counters.TimeOuts));
        Assert.Equal(0, world.Bus.Collisions);
    }

    [Fact]
    public void After_a_lost_answer_a_line_that_is_faster_than_told_goes_on()
    {
        BusWorld world = new(2, Fast with { DropRate = 0.002 }, [1, 2], options => options.BitRate = 9600);
        world.RunUntilUp();
        Exchange(world);
        Assert.InRange(world.Bridge.Sum(station => station.Counters.TimeOuts), 1, 100);
        Assert.Equal(0, world.Bridge.Sum(station => station.Counters.SilencesSeen));
    }

    [Fact]
    public void A_turnaround_longer_than_told_is_learned()
    {
        // The first time-out is 600 ms; answers begin after 650.
        BusWorld world = new(3, new LineSettings { TurnaroundMs = 650 }, [1, 2], options => options.TurnaroundMs = 100);
        world.RunUntilUp();
        long before = world.Bridge.Sum(station => station.Counters.TimeOuts);
        Exchange(world);
        Assert.InRange(world.Bridge.Sum(station => station.Counters.TimeOuts) - before, 0, 10);
    }

    [Fact]
    public void An_answer_to_the_turn_before_makes_the_time_out_longer_and_not_shorter()
    {
        WirePeer peer = new(new LineSettings { BitRate = 1200 }, options =>
        {
            options.IsHalfDuplex = true;
            options.BitRate = 1200;
            options.TurnaroundMs = 100;
            options.PollMs = 60_000;
        });
        peer.RunFor(300);
        peer.Hello(100);
        peer.RunFor(400);
        int timeOutMs = peer.Link.AnswerTimer.TimeOutMs;
        // A turn for each, of half a second.
        Assert.True(peer.Link.Send(new byte[60], 0, 60, true));
        Assert.True(peer.Link.Send(new byte[60], 0, 60, true));
        while (peer.Link.Misses == 0)
        {
            peer.RunFor(1);
        }

        peer.RunFor(100);
        peer.Send(FrameType.Ack, 1, []);
        Assert.Equal(1, peer.Link.Misses);
        for (int i = 0; i < 1000 && peer.Link.Misses == 1; i++)
        {
            peer.RunFor(1);
        }

        Assert.Equal(0, peer.Link.Misses);
        Assert.Equal(2 * timeOutMs, peer.Link.AnswerTimer.TimeOutMs);
    }

    private static void Exchange(BusWorld world)
    {
        LinkEndpoint[] ends = [.. world.Bridge, .. world.Devices];
        int[] sent = new int[ends.Length];
        int[] received = new int[ends.Length];
        bool isDone = world.Run(3_600_000, () => received.All(count => count == Messages), () =>
        {
            for (int i = 0; i < ends.Length; i++)
            {
                while (sent[i] < Messages && ends[i].Send([(byte)sent[i]], 0, 1, true))
                {
                    sent[i]++;
                }

                while (BusWorld.Receive(ends[i]) is byte[] message)
                {
                    Assert.Equal(received[i]++, message[0]);
                }
            }
        });
        Assert.True(isDone, string.Join(' ', received));
    }
}
