using System.Globalization;
using System.Net;
using Edge.Testing;

namespace Edge.Benchmarks.Bridges;

/// <summary>A bridge in a process of its own, with an upstream broker that it has for itself.</summary>
internal sealed class BridgeUnderTest : IDisposable
{
    // A queue without limit, or a subscriber or a bridge that falls behind for a moment would lose messages.
    private const string BrokerSettings = "max_queued_messages 0\n";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Mosquitto _upstream = new(settings: BrokerSettings);
    private readonly DirectoryInfo? _folder;
    private readonly IDisposable _bridge;

    private BridgeUnderTest(bool isEdge)
    {
        if (isEdge)
        {
            _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "journal-" + Guid.NewGuid().ToString("N")));
            Port = FreePort.Next();
            ChildProcess edge = Run(_folder.FullName, Port, _upstream.Port);
            _bridge = edge;
            ProcessId = edge.Id;
        }
        else
        {
            Mosquitto mosquitto = new(settings: BrokerSettings + string.Create(
                CultureInfo.InvariantCulture,
                $"connection up\naddress 127.0.0.1:{_upstream.Port}\ntopic # out 1\ncleansession false\n"));
            _bridge = mosquitto;
            Port = mosquitto.Port;
            ProcessId = mosquitto.ProcessId;
        }
    }

    /// <summary>Where devices connect.</summary>
    public int Port { get; }

    /// <summary>Where messages arrive.</summary>
    public int UpstreamPort => _upstream.Port;

    /// <summary>The bridge's process.</summary>
    public int ProcessId { get; }

    /// <summary>The folder of the journal; null when there is none.</summary>
    public string? Folder => _folder?.FullName;

    /// <summary>Edge, in its default settings, with a journal in a folder of its own beside this program.</summary>
    public static BridgeUnderTest Edge() => new(true);

    /// <summary>mosquitto, with a bridge of QoS 1 and a persistent session.</summary>
    public static BridgeUnderTest Mosquitto() => new(false);

    /// <summary>Ends both processes and removes the journal.</summary>
    public void Dispose()
    {
        _bridge.Dispose();
        _upstream.Dispose();
        _folder?.Delete(recursive: true);
    }

    private static ChildProcess Run(string folder, int port, int upstreamPort)
    {
        string config = Path.Combine(folder, "edge.json");
        File.WriteAllText(config, string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {
              "Edge": {
                "Uplink": { "Addresses": ["mqtt://{{IPAddress.Loopback}}:{{upstreamPort}}"], "ClientId": "edge" },
                "Journal": { "Path": "{{Path.Combine(folder, "edge.db")}}" },
                "Links": [{ "Name": "tcp", "Type": "Tcp", "Framing": "None", "Listen": "{{IPAddress.Loopback}}:{{port}}" }]
              },
              "Logging": { "LogLevel": { "Default": "Warning" } }
            }
            """));
        ChildProcess edge = new("dotnet", Path.Combine(AppContext.BaseDirectory, "Edge.Bridge.dll"), "run", "--config", config);
        PortWait.UntilOpen(port, edge, Deadline);
        return edge;
    }
}
