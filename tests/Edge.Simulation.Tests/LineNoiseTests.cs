using System.Numerics;

namespace Edge.Simulation.Tests;

public class LineNoiseTests
{
    private const int Bytes = 100_000;

    private readonly VirtualClock _clock = new();

    [Fact]
    public void Without_its_start_bit_a_byte_vanishes_and_without_its_stop_bit_it_is_read_as_zero()
    {
        SimulatedLine line = Open(new LineSettings());
        line.Second.Noise.FlipAt(1, 0);
        line.Second.Noise.FlipAt(2, 1);
        line.Second.Noise.FlipAt(3, 8);
        line.Second.Noise.FlipAt(4, 9);
        Assert.Equal([0xAA, 0xAB, 0x2A, 0x00, 0xAA], Send(line, Traffic.Repeated(0xAA, 6)));
        Assert.Equal(1, line.Second.Noise.BytesDropped);
        Assert.Equal(3, line.Second.Noise.BytesFlipped);
    }

    [Fact]
    public void All_ten_bits_are_flipped_at_the_rate()
    {
        SimulatedLine line = Open(new LineSettings { BitErrorRate = 1e-3 });
        byte[] received = Send(line, Traffic.Repeated(0xFF, Bytes));
        // 100 each of start and stop bits, 800 data bits; the standard deviations are 10 and 28.
        Assert.InRange(Bytes - received.Length, 60, 140);
        Assert.InRange(received.Count(b => b == 0), 60, 140);
        Assert.InRange(received.Sum(b => b == 0 ? 0 : BitOperations.PopCount((uint)(b ^ 0xFF))), 690, 910);
        Assert.Equal(Bytes - received.Length, line.Second.Noise.BytesDropped);
        Assert.Equal(received.Count(b => b != 0xFF), line.Second.Noise.BytesFlipped);
        Assert.Equal(Bytes, line.Second.Noise.BytesPassed);
    }

    [Fact]
    public void A_line_without_noise_carries_what_is_sent()
    {
        SimulatedLine line = Open(new LineSettings());
        byte[] frames = Traffic.Frames(1000);
        Assert.Equal(frames, Send(line, frames));
        Assert.Equal(0, line.Second.Noise.FramesTouched);
    }

    [Fact]
    public void In_a_burst_as_many_bytes_as_it_is_long_become_random()
    {
        SimulatedLine line = Open(new LineSettings { BurstRate = 1e-3, BurstBytes = 20 });
        byte[] received = Send(line, new byte[Bytes]);
        Assert.Equal(Bytes, received.Length);
        List<int> changed = [.. Enumerable.Range(0, Bytes).Where(i => received[i] != 0)];
        // 100 bursts are expected, a few of which run into each other; a random byte in 256 is what it was.
        int bursts = 1 + changed.Zip(changed.Skip(1)).Count(pair => pair.Second - pair.First >= 10);
        Assert.InRange(bursts, 60, 140);
        Assert.InRange((double)line.Second.Noise.BytesFlipped / bursts, 20, 22);
        Assert.InRange(line.Second.Noise.BytesFlipped - changed.Count, 0, 30);
        Assert.True(changed.Select(i => received[i]).Distinct().Count() > 240, "few of the values there are");
    }

    [Fact]
    public void Bytes_are_inserted_and_dropped_at_their_rates()
    {
        SimulatedLine line = Open(new LineSettings { InsertRate = 2e-3, DropRate = 1e-3 });
        byte[] received = Send(line, new byte[Bytes]);
        LineNoise noise = line.Second.Noise;
        Assert.InRange(noise.BytesInserted, 140, 260);
        Assert.InRange(noise.BytesDropped, 60, 140);
        Assert.Equal(0, noise.BytesFlipped);
        Assert.Equal(Bytes + noise.BytesInserted - noise.BytesDropped, received.Length);
        Assert.InRange(received.Count(b => b != 0), noise.BytesInserted - 5, noise.BytesInserted);
    }

    [Fact]
    public void Rates_hold_from_when_they_are_set_and_for_one_direction()
    {
        SimulatedLine line = Open(new LineSettings());
        LineNoise noise = line.Second.Noise;
        (Action<double> Set, Func<long> Count)[] kinds =
        [
            (rate => noise.BitErrorRate = rate, () => noise.BytesFlipped),
            (rate => noise.BurstRate = rate, () => noise.BytesFlipped),
            (rate => noise.InsertRate = rate, () => noise.BytesInserted),
            (rate => noise.DropRate = rate, () => noise.BytesDropped),
            (rate => noise.DuplicateRate = rate, () => noise.FramesRepeated),
        ];
        foreach ((Action<double> set, Func<long> count) in kinds)
        {
            long before = count();
            Send(line, Traffic.Frames(50));
            Assert.Equal(before, count());
            set(0.1);
            Send(line, Traffic.Frames(50));
            Assert.True(count() > before, "nothing happened");
            set(0);
            Send(line, Traffic.Repeated(0, 100));
        }

        Assert.Equal(Traffic.Frames(50), Traffic.Send(_clock, line.Second, line.First, Traffic.Frames(50)));
    }

    [Fact]
    public void A_test_says_which_bytes_are_flipped_inserted_and_dropped_and_learns_which_frames_that_touches()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedLine line = Open(new LineSettings());
            LineNoise noise = line.Second.Noise;
            byte[] frames = Traffic.Frames(1000);
            SeededRandom random = new(seed);
            HashSet<int> places = [];
            while (places.Count < 60)
            {
                places.Add(random.Next(frames.Length));
            }

            int done = 0;
            foreach (int place in places)
            {
                switch (done++ % 3)
                {
                    case 0:
                        noise.FlipAt(place, 1 + random.Next(8));
                        break;
                    case 1:
                        noise.InsertAt(place, (byte)(1 + random.Next(255)));
                        break;
                    default:
                        noise.DropAt(place);
                        break;
                }
            }

            List<int> numbers = Traffic.Numbers(Send(line, frames));
            Assert.Equal((20, 20, 20), (noise.BytesFlipped, noise.BytesInserted, noise.BytesDropped));
            Assert.True(noise.FramesTouched <= 60 + places.Count(place => frames[place] == 0), $"seed {seed}");
            // A flip in a frame's number makes another number of it.
            Assert.InRange(numbers.Count(n => n < 1000), 1000 - noise.FramesTouched, 1000 - noise.FramesTouched + 8);
            Assert.True(numbers.Distinct().Count(n => n < 1000) >= 1000 - noise.FramesTouched, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(20, 2)]
    [InlineData(21, 1)]
    public void A_lost_0x00_touches_the_frames_on_both_sides(int place, int touched)
    {
        SimulatedLine line = Open(new LineSettings());
        line.Second.Noise.DropAt(place);
        Assert.Equal(3 - touched, Traffic.Numbers(Send(line, Traffic.Frames(3))).Count);
        Assert.Equal(touched, line.Second.Noise.FramesTouched);
    }

    [Fact]
    public void A_place_that_has_passed_or_a_bit_that_no_byte_has_is_refused()
    {
        SimulatedLine line = Open(new LineSettings());
        Send(line, [1, 2, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => line.Second.Noise.DropAt(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.Second.Noise.FlipAt(3, 10));
        line.Second.Noise.InsertAt(3, 9);
        Assert.Equal([9, 4], Send(line, [4]));
    }

    private byte[] Send(SimulatedLine line, byte[] bytes) => Traffic.Send(_clock, line.First, line.Second, bytes);

    private SimulatedLine Open(LineSettings settings)
    {
        SimulatedLine line = new(
            () => _clock.Now, 1, settings with { BitRate = 1_000_000, WakeBytes = 100, TransmitBytesMax = 4096 });
        line.First.Open(_clock.Now);
        line.Second.Open(_clock.Now);
        return line;
    }
}
