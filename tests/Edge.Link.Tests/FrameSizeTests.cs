using Edge.Simulation;

namespace Edge.Link.Tests;

public class FrameSizeTests
{
    private static LinkOptions Full => new() { BootId = 1, BitRate = 115_200, FrameBytesMax = 256, Window = 32 };

    private static LinkOptions Half => new()
    {
        BootId = 1,
        BitRate = 115_200,
        FrameBytesMax = 256,
        Window = 8,
        IsHalfDuplex = true,
        TurnaroundMs = 100,
    };

    [Theory]
    [InlineData(0, 249, 249)]
    [InlineData(1e-5, 180, 249)]
    [InlineData(1e-4, 58, 120)]
    [InlineData(1e-3, 19, 32)]
    [InlineData(1e-2, 17, 17)]
    public void The_size_settles_where_the_errors_are_best_carried(double bitErrorRate, int least, int most)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            FrameSize size = new(Full);
            Settle(size, 9, bitErrorRate, 4000, seed);
            Assert.InRange(size.PayloadBytes, least, most);
        }
    }

    [Fact]
    public void Turnarounds_make_frames_longer_than_errors_alone_would()
    {
        FrameSize full = new(Full);
        FrameSize half = new(Half);
        Settle(full, 9, 1e-3, 4000, 1);
        Settle(half, 9, 1e-3, 4000, 1);
        Assert.InRange(half.PayloadBytes, 60, 95);
        Assert.True(full.PayloadBytes < 31);
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-4)]
    [InlineData(1e-3)]
    public void The_bit_error_rate_is_estimated(double bitErrorRate)
    {
        double sum = 0;
        for (ulong seed = 1; seed <= 50; seed++)
        {
            FrameSize size = new(Full);
            Settle(size, 9, bitErrorRate, 4000, seed);
            sum += size.BitErrorsPerBillion / 1e9;
        }

        Assert.InRange(sum / 50 / bitErrorRate, 0.75, 1.25);
    }

    [Fact]
    public void What_the_line_was_is_forgotten()
    {
        FrameSize size = new(Full);
        Settle(size, 9, 1e-3, 4000, 1);
        Assert.True(size.PayloadBytes < 31);
        Settle(size, 9, 0, 4000, 1);
        Assert.Equal(249, size.PayloadBytes);
        Settle(size, 9, 1e-3, 40, 1);
        Assert.True(size.PayloadBytes < 40);
    }

    [Fact]
    public void It_never_exceeds_what_both_ends_take()
    {
        FrameSize size = new(Full);
        Settle(size, 9, 0, 4000, 1);
        size.Limit(57, 8);
        Assert.Equal(57, size.PayloadBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-4)]
    [InlineData(1e-3)]
    public void The_bound_is_the_one_of_the_formula(double bitErrorRate)
    {
        FrameSize size = new(Half);
        Settle(size, 9, bitErrorRate, 4000, 1);
        int k = size.PayloadBytes;
        int n = k + 9;
        double estimated = size.BitErrorsPerBillion / 1e9;
        double arrives = Math.Pow(1 - (10 * estimated), n + 9);
        double bound = 8 * k * arrives / (((8 * n) + 9 + (0.2 * 11_520)) / 11_520);
        Assert.InRange(size.BoundBytesPerSecond / bound, 0.995, 1.005);
    }

    // Frames of the size it says, lost as the bit error rate has it.
    private static void Settle(FrameSize size, int overheadBytes, double bitErrorRate, int frames, ulong seed)
    {
        SeededRandom random = new(seed);
        for (int i = 0; i < frames; i++)
        {
            int payloadBytes = size.PayloadBytes;
            double arrives = Math.Pow(1 - bitErrorRate, 10 * (payloadBytes + overheadBytes));
            size.OnResolved(payloadBytes, random.NextDouble() >= arrives);
        }
    }
}
