using System.Diagnostics;

namespace Edge.Simulation.Tests;

public class LineWaitTests
{
    [Fact]
    public void A_waiting_thread_wakes_when_bytes_arrive_and_not_before()
    {
        Stopwatch time = Stopwatch.StartNew();
        SimulatedLine line = new(() => time.ElapsedMilliseconds, 1, new LineSettings { DelayMs = 100 });
        line.First.Open(0);
        line.Second.Open(0);
        byte[] received = [];
        long arrivedAt = 0;
        using ManualResetEventSlim isWaiting = new();
        Thread reader = new(() =>
        {
            isWaiting.Set();
            while (received.Length == 0)
            {
                line.Second.Wait(int.MaxValue);
                received = ReadAll(line.Second);
            }

            arrivedAt = time.ElapsedMilliseconds;
        });
        reader.Start();
        isWaiting.Wait(TestContext.Current.CancellationToken);
        long sentAt = time.ElapsedMilliseconds;
        line.First.Write([5], 0, 1);
        Assert.True(reader.Join(20_000), "the reader still waits");
        Assert.Equal([5], received);
        Assert.True(arrivedAt - sentAt >= 100, $"arrived after {arrivedAt - sentAt} ms");
    }

    [Fact]
    public void Wake_ends_a_wait_now_or_the_next_one()
    {
        Stopwatch time = Stopwatch.StartNew();
        SimulatedLine line = new(() => time.ElapsedMilliseconds, 1);
        line.First.Open(0);
        line.First.Wake();
        line.First.Wait(int.MaxValue);
        Thread waiter = new(() => line.First.Wait(int.MaxValue));
        waiter.Start();
        line.First.Wake();
        Assert.True(waiter.Join(20_000), "the waiter still waits");
        line.First.Wait(1);
    }

    [Fact]
    public void A_writer_that_was_refused_wakes_when_there_is_room()
    {
        Stopwatch time = Stopwatch.StartNew();
        SimulatedLine line = new(() => time.ElapsedMilliseconds, 1, new LineSettings { TransmitBytesMax = 100 });
        line.First.Open(0);
        byte[] bytes = new byte[1000];
        int written = 0;
        Thread writer = new(() =>
        {
            while (written < bytes.Length)
            {
                written += line.First.Write(bytes, written, bytes.Length - written);
                line.First.Wait(written < bytes.Length ? int.MaxValue : 0);
            }
        });
        writer.Start();
        Assert.True(writer.Join(20_000), "the writer still waits");
    }

    private static byte[] ReadAll(SimulatedLineEnd end)
    {
        byte[] buffer = new byte[64];
        return buffer[..end.Read(buffer, 0, buffer.Length)];
    }
}
