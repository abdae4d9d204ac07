using System.Diagnostics;
using Edge.Simulation;

namespace Edge.Link.Tests;

public class LinkThreadTests
{
    [Fact]
    public void Two_threads_that_wait_without_a_limit_of_their_own_exchange_everything_in_real_time()
    {
        const int bytes = 20_000;
        Stopwatch time = Stopwatch.StartNew();
        SimulatedLine line = new(
            () => time.ElapsedMilliseconds, 5, new LineSettings { BitRate = 1_000_000, DelayMs = 1, BitErrorRate = 1e-5 });
        LinkStream device = NewStream(line.Second, false);
        LinkStream bridge = NewStream(line.First, true);
        byte[] sent = [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 13))];
        byte[] echoed = new byte[bytes];
        Thread far = new(() => Echo(bridge, time, bytes));
        Thread near = new(() => Exchange(device, time, sent, echoed));
        far.Start();
        near.Start();
        Assert.True(near.Join(60_000), "the device still waits");
        Assert.True(far.Join(60_000), "the bridge still waits");
        Assert.Equal(sent, echoed);

        static LinkStream NewStream(SimulatedLineEnd end, bool isPrimary) => new(
            new LinkEndpoint(end, new LinkOptions { IsPrimary = isPrimary, BootId = isPrimary ? 1u : 2u, BitRate = 1_000_000 }),
            !isPrimary);
    }

    private static void Exchange(LinkStream stream, Stopwatch time, byte[] sent, byte[] echoed)
    {
        int written = 0;
        int read = 0;
        stream.Open(0);
        while (read < echoed.Length)
        {
            int waitMs = stream.Poll(time.ElapsedMilliseconds);
            written += stream.Write(sent, written, sent.Length - written);
            read += stream.Read(echoed, read, echoed.Length - read);
            stream.Wait(waitMs);
        }

        stream.Close();
        while (stream.UnsentBytes > 0 || stream.Poll(time.ElapsedMilliseconds) == 0 || stream.UnsentBytes > 0)
        {
            stream.Wait(Math.Min(1000, stream.Poll(time.ElapsedMilliseconds)));
        }
    }

    private static void Echo(LinkStream stream, Stopwatch time, int bytes)
    {
        byte[] buffer = new byte[bytes];
        int read = 0;
        int written = 0;
        stream.Open(0);
        do
        {
            int waitMs = stream.Poll(time.ElapsedMilliseconds);
            read += stream.Read(buffer, read, bytes - read);
            written += stream.Write(buffer, written, read - written);
            stream.Wait(waitMs);
        }
        while (stream.State != StreamState.Closed);

        // The end has to be acknowledged, or the other side repeats it.
        stream.Poll(time.ElapsedMilliseconds);
    }
}
