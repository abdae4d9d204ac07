using System.Diagnostics;
using Edge.Testing;

namespace Edge.Benchmarks.Bridges;

/// <summary>Waits until a process listens.</summary>
internal static class PortWait
{
    /// <exception cref="TimeoutException">It does not; the message holds what it wrote.</exception>
    public static void UntilOpen(int port, ChildProcess process, TimeSpan deadline)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); !Listening.On(port); Thread.Sleep(20))
        {
            if (process.HasExited || clock.Elapsed > deadline)
            {
                throw new TimeoutException("the bridge does not listen; it wrote:\n" + string.Join('\n', process.Lines));
            }
        }
    }
}
