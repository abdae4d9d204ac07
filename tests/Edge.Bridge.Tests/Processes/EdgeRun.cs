using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary>The real <c>edge run</c> on a configuration of its own, which can be killed and started again.</summary>
internal sealed class EdgeRun : IDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-run-").FullName;

    public EdgeRun(string configuration)
    {
        File.WriteAllText(Path.Combine(_folder, "edge.json"), configuration);
        Process = Start();
    }

    public ChildProcess Process { get; private set; }

    public string ConfigurationFile => Path.Combine(_folder, "edge.json");

    /// <summary>A configuration with one link and an uplink to a broker on loopback.</summary>
    public static EdgeRun Between(string link, int brokerPort) => new(
        $$"""
        { "Edge": {
            "Uplink": { "Addresses": ["mqtt://127.0.0.1:{{brokerPort}}"], "ClientId": "edge" },
            "Links": [ {{link}} ]
        } }
        """);

    public void StartAgain()
    {
        Process.Dispose();
        Process = Start();
    }

    /// <summary>The share of one core that the process uses: the least of a few looks, because other work of the runtime
    /// comes and goes, and a busy loop does not.</summary>
    public double CpuShare()
    {
        double least = double.MaxValue;
        for (int look = 0; look < 4 && least >= 0.01; look++)
        {
            long start = Environment.TickCount64;
            TimeSpan before = Process.CpuTime;
            // What is measured is the time itself.
            Thread.Sleep(2000);
            least = Math.Min(least, (Process.CpuTime - before).TotalMilliseconds / (Environment.TickCount64 - start));
        }

        return least;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit(StartDeadline);
        }

        Process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ChildProcess Start()
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "Edge.Bridge.dll");
        ChildProcess process = new("dotnet", assembly, "run", "--config", Path.Combine(_folder, "edge.json"));
        process.WaitForLine(line => line.Contains("connected", StringComparison.Ordinal), StartDeadline);
        return process;
    }
}
