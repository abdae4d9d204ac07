namespace Edge.Simulation.Tests;

public class SimulatedLineTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public void Bytes_take_ten_bits_each_and_the_delay()
    {
        // 1,200 bit/s: a byte takes 8.33 ms.
        SimulatedLine line = Open(new LineSettings { BitRate = 1200, DelayMs = 50 });
        Assert.Equal(Deadline.Idle, line.Second.Poll(0));
        Assert.Equal(3, line.First.Write([1, 2, 3], 0, 3));
        Assert.Equal(3, line.First.UnsentBytes);
        Assert.Equal(59, line.Second.Poll(0));
        _clock.Advance(58);
        Assert.Equal(0, line.First.UnsentBytes);
        Assert.Empty(Traffic.ReadAll(line.Second));
        _clock.Advance(1);
        Assert.Equal([1], Traffic.ReadAll(line.Second));
        Assert.Equal(8, line.Second.Poll(0));
        _clock.Advance(8);
        Assert.Equal([2], Traffic.ReadAll(line.Second));
        _clock.Advance(8);
        Assert.Equal([3], Traffic.ReadAll(line.Second));
        Assert.Equal(Deadline.Idle, line.Second.Poll(0));
    }

    [Fact]
    public void Both_directions_are_independent()
    {
        SimulatedLine line = Open(new LineSettings());
        line.First.Write([1, 2], 0, 2);
        line.Second.Write([3], 0, 1);
        _clock.Advance(1);
        Assert.Equal([1, 2], Traffic.ReadAll(line.Second));
        Assert.Equal([3], Traffic.ReadAll(line.First));
    }

    [Fact]
    public void The_transmit_buffer_takes_what_fits_and_tells_when_there_is_room()
    {
        SimulatedLine line = Open(new LineSettings { BitRate = 10_000, TransmitBytesMax = 100 });
        Assert.Equal(100, line.First.Write(new byte[300], 0, 300));
        Assert.Equal(0, line.First.Write(new byte[300], 0, 300));
        Assert.Equal(50, line.First.Poll(0));
        _clock.Advance(50);
        Assert.Equal(50, line.First.UnsentBytes);
        Assert.Equal(50, line.First.Write(new byte[300], 0, 300));
    }

    [Fact]
    public void What_nobody_reads_is_lost_beyond_the_receive_buffer()
    {
        SimulatedLine line = Open(new LineSettings { ReceiveBytesMax = 10 });
        line.First.Write([.. Enumerable.Range(0, 30).Select(i => (byte)i)], 0, 30);
        _clock.Advance(1000);
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => (byte)i)], Traffic.ReadAll(line.Second));
        Assert.Equal(20, line.BytesLost);
    }

    [Fact]
    public void Bytes_on_a_cut_wire_vanish_and_flow_again_when_it_is_restored()
    {
        SimulatedLine line = Open(new LineSettings { DelayMs = 10 });
        line.First.Write([1], 0, 1);
        _clock.Advance(5);
        line.Cut();
        line.First.Write([2], 0, 1);
        _clock.Advance(5);
        Assert.Equal(StreamState.Open, line.First.State);
        line.Restore();
        line.First.Write([3], 0, 1);
        _clock.Advance(100);
        Assert.Equal([3], Traffic.ReadAll(line.Second));
        Assert.Equal(2, line.BytesLost);
    }

    [Fact]
    public void A_port_that_is_taken_away_is_closed_and_cannot_be_opened_until_it_is_back()
    {
        SimulatedLine line = Open(new LineSettings());
        line.First.Write([1], 0, 1);
        line.ClosePort(line.Second);
        Assert.Equal(StreamState.Closed, line.Second.State);
        Assert.Equal(StreamState.Open, line.First.State);
        line.Second.Open(0);
        Assert.Equal(StreamState.Closed, line.Second.State);
        Assert.Equal(0, line.Second.Write([1], 0, 1));
        _clock.Advance(10);
        line.ReopenPort(line.Second);
        Assert.Equal(StreamState.Closed, line.Second.State);
        line.Second.Open(0);
        Assert.Equal(StreamState.Open, line.Second.State);
        Assert.Empty(Traffic.ReadAll(line.Second));
        line.First.Write([2], 0, 1);
        _clock.Advance(10);
        Assert.Equal([2], Traffic.ReadAll(line.Second));
    }

    [Fact]
    public void Whoever_looks_after_an_end_is_told_of_bytes_and_of_a_lost_port()
    {
        SimulatedLine line = Open(new LineSettings());
        WakeCounter wakes = new();
        line.Second.Wakeup = wakes;
        line.First.Write([1], 0, 1);
        Assert.Equal(1, wakes.Count);
        line.ClosePort(line.Second);
        Assert.Equal(2, wakes.Count);
    }

    [Fact]
    public void A_line_in_use_allocates_nothing()
    {
        SimulatedLine line = Open(new LineSettings { BitErrorRate = 1e-3 });
        byte[] buffer = new byte[200];
        Use(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Use(int times)
        {
            for (int i = 0; i < times; i++)
            {
                line.First.Write(buffer, 0, buffer.Length);
                _clock.Advance(10);
                line.Second.Poll(_clock.Now);
                line.Second.Read(buffer, 0, buffer.Length);
            }
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { BitRate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { BitErrorRate = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { DelayMs = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { TransmitBytesMax = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { BurstRate = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { BurstBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { InsertRate = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { DropRate = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { DuplicateRate = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { DuplicateDelayMs = 60_001 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { JitterMs = 2_001 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { TurnaroundMs = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(new LineSettings { WakeBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedBus(() => 0, 1, 1));
    }

    [Fact]
    public void An_end_of_another_line_is_refused()
    {
        SimulatedLineEnd stranger = Open(new LineSettings()).First;
        Assert.Throws<ArgumentException>(() => Open(new LineSettings()).ClosePort(stranger));
        Assert.Throws<ArgumentException>(() => new SimulatedBus(() => 0, 1, 2).Cut(stranger));
    }

    [Fact]
    public void A_noisy_stream_flips_bits_in_both_directions()
    {
        SimulatedLine line = Open(new LineSettings { BitRate = 10_000_000, TransmitBytesMax = 4096 });
        NoisyStream noisy = new(line.First, 3, 0.01);
        Assert.Equal(4096, noisy.Write(new byte[5000], 0, 5000));
        Assert.Equal(4000, line.Second.Write(new byte[4000], 0, 4000));
        _clock.Advance(100);
        Assert.InRange(Flips(Traffic.ReadAll(line.Second)), 230, 430);
        Assert.InRange(Flips(Traffic.ReadAll(noisy)), 220, 420);

        static int Flips(byte[] bytes) => bytes.Sum(b => System.Numerics.BitOperations.PopCount(b));
    }

    private SimulatedLine Open(LineSettings settings, ulong seed = 1)
    {
        SimulatedLine line = new(() => _clock.Now, seed, settings);
        line.First.Open(_clock.Now);
        line.Second.Open(_clock.Now);
        return line;
    }
}
