using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>One way of 100 kB over a half-duplex line, and what is possible there at best.</summary>
internal sealed record GoodputPoint(int BitRate, int TurnaroundMs, double BitErrorRate, int Window)
{
    private const int Bytes = 100_000;
    private const int Seeds = 8;

    // Of the bound: fixed bytes of a frame, of an acknowledgement, the largest frame.
    private const int OverheadBytes = 8;
    private const int AckBytes = 9;
    private const int FrameBytesMax = 256;
    private const int BitsPerByte = 10;

    /// <summary>The least share of the bound that is to be reached.</summary>
    internal double Goal => BitErrorRate >= 1e-3 ? 0.85 : BitRate == 115_200 && TurnaroundMs == 300 ? 0.90 : 0.95;

    /// <summary>Bytes a second that selective repeat can bring with bursts of W and one acknowledgement a turn, with the
    /// frame size at its optimum: W k (1-q)(1-qa) / (W n/R + a/R + 2T).</summary>
    internal double Bound
    {
        get
        {
            double best = 0;
            for (int k = 1; k <= FrameBytesMax - OverheadBytes; k++)
            {
                int n = k + OverheadBytes;
                double arrives = Math.Pow(1 - BitErrorRate, BitsPerByte * (n + AckBytes));
                double seconds = ((((Window * n) + AckBytes) * BitsPerByte) / (double)BitRate) + (2 * TurnaroundMs / 1000.0);
                best = Math.Max(best, Window * k * arrives / seconds);
            }

            return best;
        }
    }

    /// <summary>Bytes a second, averaged over the seeds.</summary>
    internal double Measure(bool isUp) =>
        Enumerable.Range(1, Seeds).Average(seed => MeasureOnce((ulong)seed, isUp));

    private double MeasureOnce(ulong seed, bool isUp)
    {
        LineSettings settings = new()
        {
            BitRate = BitRate,
            TurnaroundMs = TurnaroundMs,
            BitErrorRate = BitErrorRate,
            WakeBytes = 32,
        };
        BusWorld world = new(seed, settings, [1], options =>
        {
            options.Window = Window;
            options.FrameBytesMax = FrameBytesMax;
            options.MessageBytesMax = 2048;
        });
        world.RunUntilUp(600_000);
        long start = world.Clock.Now;
        LinkEndpoint sender = isUp ? world.Devices[0] : world.Bridge[0];
        LinkEndpoint receiver = isUp ? world.Bridge[0] : world.Devices[0];
        byte[] message = new byte[2048];
        int sent = 0;
        int received = 0;
        bool isDone = world.Run(10_000_000, () => received == Bytes, () =>
        {
            while (sent < Bytes)
            {
                int count = Math.Min(sender.PreferredBytes, Bytes - sent);
                if (!sender.Send(message, 0, count, true))
                {
                    break;
                }

                sent += count;
            }

            while (receiver.Peek(out _, out _, out int count))
            {
                received += count;
                receiver.Release();
            }
        });
        Assert.True(isDone, $"{this} seed {seed}: {received} of {Bytes} bytes");
        return Bytes * 1000.0 / (world.Clock.Now - start);
    }
}
