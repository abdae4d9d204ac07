using System.Collections.Concurrent;
using System.Diagnostics;

namespace Edge.Bridge.Drill;

/// <summary>The bridge under test: <c>edge run</c> in a process of its own, with a journal that is deleted in the end. It can
/// be killed and started again.</summary>
internal sealed class DrilledBridge : IDisposable
{
    private const int LinesMax = 1_000;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(10);

    private readonly string[] _command;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-drill-");
    private readonly ConcurrentQueue<string> _lines = [];
    private Process? _process;

    /// <summary>Writes its configuration; it does not run yet.</summary>
    /// <param name="command">The program and its first arguments; see <see cref="Self"/>.</param>
    /// <param name="listen">The port of loopback on which devices come.</param>
    /// <param name="upstream">The port of loopback on which the broker is.</param>
    /// <param name="journal">More members of the section <c>Journal</c>, as JSON; empty for the defaults.</param>
    public DrilledBridge(string[] command, int listen, int upstream, string journal = "")
    {
        _command = command;
        File.WriteAllText(
            ConfigurationFile,
            $$"""
            { "Edge": {
                "Uplink": { "Addresses": ["mqtt://127.0.0.1:{{upstream}}"], "ClientId": "edge-drill" },
                "Journal": { {{journal}} },
                "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:{{listen}}", "Framing": "None" }]
            } }
            """);
    }

    /// <summary>What it has said last, for a person.</summary>
    public IEnumerable<string> Lines => _lines;

    private string ConfigurationFile => Path.Combine(_folder.FullName, "edge.json");

    /// <summary>How this program is started: by itself, or by <c>dotnet</c>.</summary>
    public static string[] Self()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("this system does not tell what runs");
        bool isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return isHosted ? [program, Path.Combine(AppContext.BaseDirectory, "Edge.Bridge.dll")] : [program];
    }

    /// <summary>Starts it; returns when devices can come.</summary>
    /// <exception cref="IOException">It does not start; the message holds what it said.</exception>
    public void Start()
    {
        ProcessStartInfo start = new(_command[0], [.. _command[1..], "run", "--config", ConfigurationFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using ManualResetEventSlim listening = new();
        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        // What comes later finds the event used up.
        ManualResetEventSlim? awaited = listening;
        process.OutputDataReceived += (_, e) => Collect(e.Data, () => Volatile.Read(ref awaited)?.Set());
        process.ErrorDataReceived += (_, e) => Collect(e.Data, () => { });
        process.Start();
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Stopwatch clock = Stopwatch.StartNew();
        while (!listening.Wait(TimeSpan.FromMilliseconds(50)))
        {
            if (process.HasExited || clock.Elapsed > StartTimeout)
            {
                Volatile.Write(ref awaited, null);
                Kill();
                throw new IOException("the bridge does not start; it said: " + string.Join(" | ", _lines));
            }
        }

        Volatile.Write(ref awaited, null);
    }

    /// <summary>Ends it without asking, as SIGKILL does, and waits for its end. Does nothing when it does not run.</summary>
    public void Kill()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        process.Kill();
        process.WaitForExit(ExitTimeout);
        process.Dispose();
    }

    /// <summary>Kills it and deletes its files.</summary>
    public void Dispose()
    {
        Kill();
        _folder.Delete(recursive: true);
    }

    private void Collect(string? line, Action listening)
    {
        if (line == null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > LinesMax)
        {
            _lines.TryDequeue(out _);
        }

        if (line.Contains(" listening on ", StringComparison.Ordinal))
        {
            listening();
        }
    }
}
