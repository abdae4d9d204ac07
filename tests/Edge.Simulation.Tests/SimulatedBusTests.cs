namespace Edge.Simulation.Tests;

public class SimulatedBusTests
{
    private readonly VirtualClock _clock = new();

    // 10,000 bit/s: a byte takes a millisecond.
    private readonly LineSettings _settings = new() { BitRate = 10_000 };

    [Theory]
    [InlineData(2)]
    [InlineData(32)]
    public void What_one_end_sends_all_others_hear_and_it_hears_itself_if_told_so(int endCount)
    {
        foreach (bool echoesBack in new[] { false, true })
        {
            SimulatedBus bus = Open(_settings with { EchoesBack = echoesBack }, endCount);
            for (int sender = 0; sender < endCount; sender++)
            {
                byte[] bytes = [(byte)sender, 1, 2, 3];
                Assert.Equal(4, bus.Ends[sender].Write(bytes, 0, 4));
                Assert.Equal(echoesBack ? 1 : Deadline.Idle, bus.Ends[sender].Poll(_clock.Now));
                _clock.Advance(4);
                for (int i = 0; i < endCount; i++)
                {
                    Assert.Equal(i != sender || echoesBack ? bytes : [], Traffic.ReadAll(bus.Ends[i]));
                }
            }

            Assert.Equal(0, bus.Collisions);
            Assert.Equal(0, bus.BytesLost);
        }
    }

    [Fact]
    public void Each_end_hears_with_errors_of_its_own()
    {
        SimulatedBus bus = Open(_settings, 3);
        bus.Ends[1].Noise.FlipAt(0, 1);
        bus.Ends[2].Noise.DropAt(1);
        bus.Ends[0].Write([2, 4, 6], 0, 3);
        _clock.Advance(3);
        Assert.Equal([3, 4, 6], Traffic.ReadAll(bus.Ends[1]));
        Assert.Equal([2, 6], Traffic.ReadAll(bus.Ends[2]));
        SimulatedBus noisy = Open(_settings with { BitErrorRate = 0.01 }, 3);
        noisy.Ends[0].Write(new byte[500], 0, 500);
        _clock.Advance(500);
        Assert.NotEqual(Traffic.ReadAll(noisy.Ends[1]), Traffic.ReadAll(noisy.Ends[2]));
    }

    [Fact]
    public void Another_end_than_the_last_sender_begins_after_the_last_byte_has_arrived_and_the_turnaround()
    {
        SimulatedBus bus = Open(_settings with { DelayMs = 3, TurnaroundMs = 20 }, 3);
        bus.Ends[0].Write([1, 2, 3, 4, 5], 0, 5);
        Assert.Equal(4, bus.Ends[1].Poll(0));
        _clock.Advance(8);
        Assert.Equal(5, Traffic.ReadAll(bus.Ends[1]).Length);
        // Silent since 8; sends from 28 to 29.
        bus.Ends[1].Write([6], 0, 1);
        Assert.Equal(24, bus.Ends[0].Poll(_clock.Now));
        _clock.Advance(20);
        Assert.Equal(1, bus.Ends[1].UnsentBytes);
        _clock.Advance(1);
        Assert.Equal(0, bus.Ends[1].UnsentBytes);
        _clock.Advance(3);
        Assert.Equal([6], Traffic.ReadAll(bus.Ends[0]));
        // The same end goes on without a turnaround.
        bus.Ends[1].Write([7], 0, 1);
        Assert.Equal(4, bus.Ends[0].Poll(_clock.Now));
        // Silent since 36; what is left of the turnaround is waited for, and nothing once it is over.
        _clock.Advance(14);
        bus.Ends[2].Write([8], 0, 1);
        Assert.Equal(14, bus.Ends[1].Poll(_clock.Now));
        _clock.Advance(50);
        bus.Ends[0].Write([9], 0, 1);
        Assert.Equal(4, bus.Ends[2].Poll(_clock.Now));
        _clock.Advance(4);
        Assert.Equal([7, 8], Traffic.ReadAll(bus.Ends[0]));
        Assert.Equal([6, 7, 9], Traffic.ReadAll(bus.Ends[2])[5..]);
        Assert.Equal(0, bus.Collisions);
    }

    [Fact]
    public void Bytes_that_overlap_become_random_for_everyone_and_are_counted()
    {
        SimulatedBus bus = Open(_settings with { TurnaroundMs = 20, EchoesBack = true }, 4);
        bus.Ends[0].Write(Traffic.Repeated(1, 100), 0, 100);
        _clock.Advance(40);
        // Into the middle of what the other says: bytes 40 to 99 of the first, 0 to 59 of the second.
        bus.Ends[1].Write(Traffic.Repeated(2, 100), 0, 100);
        _clock.Advance(100);
        Assert.Equal(120, bus.Collisions);
        byte[] heard = Traffic.ReadAll(bus.Ends[2]);
        Assert.Equal(200, heard.Length);
        Assert.Equal(Traffic.Repeated(1, 40), heard[..40]);
        Assert.Equal(Traffic.Repeated(2, 40), heard[160..]);
        Assert.InRange(heard[40..160].Count(b => b is 1 or 2), 0, 10);
        Assert.Equal(120, bus.Ends[2].Noise.BytesFlipped);
        foreach (SimulatedLineEnd end in new[] { bus.Ends[0], bus.Ends[1], bus.Ends[3] })
        {
            byte[] same = Traffic.ReadAll(end);
            Assert.Equal(Traffic.Repeated(1, 40), same[..40]);
            Assert.InRange(same[40..160].Count(b => b is 1 or 2), 0, 10);
            Assert.NotEqual(heard, same);
        }
    }

    [Fact]
    public void Three_that_begin_at_once_damage_each_other_and_one_that_follows_at_once_does_not()
    {
        SimulatedBus bus = Open(_settings, 4);
        bus.Ends[0].Write([1, 1, 1], 0, 3);
        bus.Ends[1].Write([2, 2], 0, 2);
        bus.Ends[2].Write([3], 0, 1);
        _clock.Advance(3);
        Assert.Equal(5, bus.Collisions);
        bus.Ends[1].Write([4, 4], 0, 2);
        _clock.Advance(2);
        Assert.Equal(5, bus.Collisions);
        byte[] heard = Traffic.ReadAll(bus.Ends[3]);
        Assert.Equal([1, 4, 4], heard[^3..]);
        Assert.Equal(8, heard.Length);
    }

    [Fact]
    public void A_cut_end_is_alone_and_the_others_go_on()
    {
        SimulatedBus bus = Open(_settings with { DelayMs = 2, EchoesBack = true }, 3);
        bus.Ends[0].Write([1, 2, 3], 0, 3);
        _clock.Advance(2);
        // The first byte arrives at 3: this end hears none of them.
        bus.Cut(bus.Ends[2]);
        bus.Ends[2].Write([9], 0, 1);
        Assert.Equal(Deadline.Idle, bus.Ends[2].Poll(_clock.Now));
        _clock.Advance(10);
        Assert.Empty(Traffic.ReadAll(bus.Ends[2]));
        Assert.Equal([1, 2, 3], Traffic.ReadAll(bus.Ends[0]));
        Assert.Equal([1, 2, 3], Traffic.ReadAll(bus.Ends[1]));
        Assert.Equal(0, bus.Ends[2].UnsentBytes);
        Assert.Equal(0, bus.Collisions);
        // Two were on their way to it, and one came from it.
        Assert.Equal(3, bus.BytesLost);
        Assert.Equal(StreamState.Open, bus.Ends[2].State);
        bus.Restore(bus.Ends[2]);
        bus.Ends[2].Write([4], 0, 1);
        _clock.Advance(3);
        Assert.All(bus.Ends, end => Assert.Equal([4], Traffic.ReadAll(end)));
    }

    [Fact]
    public void A_cut_end_collides_with_nobody()
    {
        SimulatedBus bus = Open(_settings with { BitRate = 1000 }, 3);
        bus.Cut(bus.Ends[2]);
        bus.Ends[0].Write([1, 2, 3], 0, 3);
        _clock.Advance(5);
        bus.Ends[2].Write([4, 5, 6], 0, 3);
        for (int i = 0; i < 50; i++)
        {
            _clock.Advance(1);
            Assert.Equal(0, bus.Collisions);
        }

        Assert.Equal([1, 2, 3], Traffic.ReadAll(bus.Ends[1]));
    }

    [Fact]
    public void A_port_that_is_taken_away_is_closed_until_it_is_back_and_its_unsent_bytes_are_lost()
    {
        SimulatedBus bus = Open(_settings, 3);
        bus.Ends[1].Write([1, 2, 3], 0, 3);
        _clock.Advance(1);
        bus.ClosePort(bus.Ends[1]);
        bus.Ends[1].Open(_clock.Now);
        Assert.Equal(StreamState.Closed, bus.Ends[1].State);
        Assert.Equal(0, bus.Ends[1].Write([1], 0, 1));
        bus.Ends[0].Write([4], 0, 1);
        _clock.Advance(5);
        Assert.Equal([1], Traffic.ReadAll(bus.Ends[0]));
        Assert.Equal([1, 4], Traffic.ReadAll(bus.Ends[2]));
        Assert.Equal(0, bus.Collisions);
        Assert.Equal(3, bus.BytesLost);
        bus.ReopenPort(bus.Ends[1]);
        bus.Ends[1].Open(_clock.Now);
        Assert.Empty(Traffic.ReadAll(bus.Ends[1]));
        bus.Ends[0].Write([5], 0, 1);
        _clock.Advance(1);
        Assert.Equal([5], Traffic.ReadAll(bus.Ends[1]));
    }

    [Fact]
    public void The_buffers_of_a_bus_are_those_of_a_line()
    {
        SimulatedBus bus = Open(_settings with { TransmitBytesMax = 100, ReceiveBytesMax = 10 }, 3);
        Assert.Equal(100, bus.Ends[0].Write(new byte[300], 0, 300));
        Assert.Equal(50, bus.Ends[0].Poll(0));
        _clock.Advance(50);
        Assert.Equal(50, bus.Ends[0].UnsentBytes);
        Assert.Equal(10, Traffic.ReadAll(bus.Ends[1]).Length);
        Assert.Equal(80, bus.BytesLost);
    }

    [Fact]
    public void Whoever_hears_an_end_is_woken_by_its_bytes()
    {
        SimulatedBus bus = Open(_settings, 3);
        WakeCounter[] counters = [new(), new(), new()];
        for (int i = 0; i < 3; i++)
        {
            bus.Ends[i].Wakeup = counters[i];
        }

        bus.Ends[1].Write([1], 0, 1);
        Assert.Equal([1, 0, 1], counters.Select(counter => counter.Count));
    }

    private SimulatedBus Open(LineSettings settings, int endCount)
    {
        SimulatedBus bus = new(() => _clock.Now, 1, endCount, settings);
        foreach (SimulatedLineEnd end in bus.Ends)
        {
            end.Open(_clock.Now);
        }

        return bus;
    }
}
