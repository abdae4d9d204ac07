using System.Text.Json;
using Edge.LinkEnd;
using Edge.Testing;

namespace Edge.Link.Tests.Processes;

/// <summary>One end of an exchange as a process of its own, and what it tells in order.</summary>
internal sealed class ExchangeProcess : IDisposable
{
    // Other work on the machine may slow everything down; nothing here depends on how much.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private readonly ChildProcess _process;
    private int _linesPassed;

    public ExchangeProcess(ExchangeSettings settings)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "Edge.LinkEnd.dll");
        _process = new ChildProcess("dotnet", assembly, JsonSerializer.Serialize(settings));
    }

    /// <summary>Waits for a report: the one that was waited for last, or one after it.</summary>
    public ExchangeReport WaitFor(Func<ExchangeReport, bool> predicate)
    {
        int at = 0;
        string line = _process.WaitForLine(text => at++ >= _linesPassed && predicate(Parse(text)), Soon);
        _linesPassed = at - 1;
        return Parse(line);
    }

    /// <summary>The share of one core that the process uses over 5 s: the least of a few looks, because other work of the
    /// runtime and of the machine comes and goes, and a busy loop does not.</summary>
    public double CpuShare()
    {
        double least = double.MaxValue;
        for (int look = 0; look < 6 && least >= 0.01; look++)
        {
            long start = Environment.TickCount64;
            TimeSpan before = _process.CpuTime;
            // What is measured is the time itself.
            Thread.Sleep(5000);
            least = Math.Min(least, (_process.CpuTime - before).TotalMilliseconds / (Environment.TickCount64 - start));
        }

        return least;
    }

    /// <summary>Ends it in order.</summary>
    /// <returns>What it tells last.</returns>
    public ExchangeReport Stop()
    {
        Assert.False(_process.HasExited, "the stream was closed: " + string.Join('\n', _process.Lines.TakeLast(2)));
        _process.Terminate();
        Assert.Equal(0, _process.WaitForExit(Soon));
        return Parse(_process.Lines[^1]);
    }

    public void Dispose() => _process.Dispose();

    // A line that is none is a crash, whose message the exception shows.
    private static ExchangeReport Parse(string line) => line.StartsWith('{')
        ? JsonSerializer.Deserialize<ExchangeReport>(line)!
        : throw new InvalidOperationException(line);
}
