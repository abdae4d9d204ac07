namespace Edge.Transports.Tests;

/// <summary>Drives one stream on the caller's thread, waiting only as the stream says: a wake that is missing is a test
/// that fails at its deadline.</summary>
internal static class Driver
{
    private const int DeadlineMs = 15_000;

    public static long Now => Environment.TickCount64;

    public static void Until(IByteStream stream, Func<bool> isDone)
    {
        long due = Now + DeadlineMs;
        using Timer watchdog = new(_ => stream.Wake(), null, DeadlineMs, 1000);
        while (true)
        {
            int waitMs = stream.Poll(Now);
            if (isDone())
            {
                return;
            }

            stream.Wait(waitMs);
            // Before asking again: what is there only because the watchdog woke came without a wake of its own.
            if (Now >= due)
            {
                throw new TimeoutException("the stream is " + stream.State + " and what the test waits for has not come");
            }
        }
    }

    /// <summary>Opens again and again, as a client with a back-off of 20 ms does.</summary>
    public static void OpenUntilOpen(IByteStream stream)
    {
        long openAt = Now;
        using Timer again = new(_ => stream.Wake(), null, 20, 20);
        Until(stream, () =>
        {
            if (stream.State == StreamState.Closed && Now >= openAt)
            {
                openAt = Now + 20;
                stream.Open(Now);
            }

            return stream.State == StreamState.Open;
        });
    }

    public static void OpenUntilDecided(IByteStream stream)
    {
        stream.Open(Now);
        Until(stream, () => stream.State != StreamState.Opening);
    }

    /// <summary>Sends all, or as much as the stream takes before it closes.</summary>
    public static int Send(IByteStream stream, byte[] bytes)
    {
        int sent = 0;
        Until(stream, () =>
        {
            sent += stream.Write(bytes, sent, bytes.Length - sent);
            return sent == bytes.Length || stream.State == StreamState.Closed;
        });
        return sent;
    }

    /// <summary>Reads that many bytes, or fewer when the stream closes before.</summary>
    public static byte[] Receive(IByteStream stream, int count, int chunkBytes = 4096)
    {
        byte[] received = new byte[count];
        int at = 0;
        Until(stream, () =>
        {
            int taken;
            do
            {
                taken = stream.Read(received, at, Math.Min(chunkBytes, count - at));
                at += taken;
            }
            while (taken > 0 && at < count);
            return at == count || stream.State == StreamState.Closed;
        });
        return at == count ? received : received[..at];
    }

    /// <summary>Sends all and reads that many bytes at once, as a session does.</summary>
    public static byte[] Exchange(IByteStream stream, byte[] outbound, int inboundBytes, int chunkBytes)
    {
        byte[] inbound = new byte[inboundBytes];
        int sent = 0;
        int received = 0;
        Driver.Until(stream, () =>
        {
            sent += stream.Write(outbound, sent, outbound.Length - sent);
            int taken;
            do
            {
                taken = stream.Read(inbound, received, Math.Min(chunkBytes, inboundBytes - received));
                received += taken;
            }
            while (taken > 0);
            return (sent == outbound.Length && received == inboundBytes && stream.UnsentBytes == 0)
                || stream.State == StreamState.Closed;
        });
        return inbound;
    }

    public static void UntilClosed(IByteStream stream)
    {
        byte[] rest = new byte[4096];
        Until(stream, () =>
        {
            while (stream.Read(rest, 0, rest.Length) > 0)
            {
            }

            return stream.State == StreamState.Closed;
        });
    }

    /// <summary>Waits without limit, asking only after a wake; one that was owed from before may end the first wait.</summary>
    public static async Task UntilWoken(IByteStream stream, Func<bool> isDone)
    {
        Task<bool> waiting = Aside(() =>
        {
            do
            {
                stream.Wait(Deadline.Idle);
            }
            while (!isDone());
            return true;
        });
        await waiting.WaitAsync(TimeSpan.FromMilliseconds(DeadlineMs));
    }

    /// <summary>Bytes that repeat only after 16 MB, so that a lost, doubled or moved piece shows.</summary>
    public static byte[] Pattern(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Runs on a thread of its own; a failure shows when the result is awaited.</summary>
    public static Task<T> Aside<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
