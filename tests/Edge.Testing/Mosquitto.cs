using System.Diagnostics;
using System.Globalization;

namespace Edge.Testing;

/// <summary>A real broker on a loopback port of its own, running from construction until disposed of.</summary>
public sealed class Mosquitto : IDisposable
{
    /// <summary>For Assert.SkipUnless.</summary>
    public const string SkipReason = "mosquitto is not installed: apt-get install mosquitto";

    /// <summary>Makes the second listener speak WebSocket; may be added to <see cref="Tls"/>.</summary>
    public const string WebSockets = "protocol websockets\nsocket_domain ipv4\n";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(10);
    private static readonly string? Executable = Find();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-mosquitto-");
    private readonly string _configPath;
    private ChildProcess? _process;

    /// <summary>Starts a broker and returns when it accepts connections.</summary>
    /// <param name="isPersistent">It keeps sessions and messages on disk over <see cref="Stop"/>; over <see cref="Kill"/>
    /// it has what it last saved.</param>
    /// <param name="settings">More lines of its configuration, each with its line feed; the last one of a name counts.</param>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    /// <exception cref="TimeoutException">It did not start within 10 s.</exception>
    public Mosquitto(bool isPersistent = false, string settings = "")
        : this("", isPersistent, settings)
    {
    }

    /// <summary>Starts a broker with a second listener, and returns when it accepts connections at both.</summary>
    /// <param name="listenerSettings">Lines of mosquitto.conf for the second listener, as <see cref="Tls"/> and
    /// <see cref="WebSockets"/> make them; empty for none.</param>
    /// <param name="isPersistent">It keeps sessions and messages on disk over <see cref="Stop"/>; over <see cref="Kill"/>
    /// it has what it last saved.</param>
    /// <param name="settings">More lines of its configuration, each with its line feed.</param>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    /// <exception cref="TimeoutException">It did not start within 10 s.</exception>
    public Mosquitto(string listenerSettings, bool isPersistent, string settings = "")
    {
        ArgumentNullException.ThrowIfNull(listenerSettings);
        Port = FreePort.Next();
        SecondPort = listenerSettings.Length == 0 ? Port : FreePort.Next();
        _configPath = Path.Combine(_directory.FullName, "mosquitto.conf");
        // Started by root it would become a user who may not write here.
        string config = string.Create(
            CultureInfo.InvariantCulture,
            $"allow_anonymous true\nmax_queued_messages 100000\nuser root\n{settings}listener {Port} 127.0.0.1\n");
        if (listenerSettings.Length > 0)
        {
            config += string.Create(CultureInfo.InvariantCulture, $"listener {SecondPort} 127.0.0.1\n{listenerSettings}");
        }

        if (isPersistent)
        {
            config = "persistence true\npersistence_location " + _directory.FullName + "/\n" + config;
        }

        File.WriteAllText(_configPath, config);
        Restart();
    }

    /// <summary>True when there is a mosquitto to start.</summary>
    public static bool IsInstalled => Executable != null;

    /// <summary>Where it listens on 127.0.0.1 for MQTT over TCP; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>Where the second listener is, if there is one; the same after a restart.</summary>
    public int SecondPort { get; }

    /// <summary>The process id. Only while it runs.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>True while it runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What it has said since it was started last; more with <c>log_type</c> in its settings.</summary>
    public IReadOnlyList<string> Lines => _process?.Lines ?? [];

    /// <summary>Makes the second listener speak TLS.</summary>
    /// <param name="server">Who it is.</param>
    /// <param name="clientCaFile">The authority of the client certificates that it then requires; null requires none.</param>
    public static string Tls(IssuedCertificate server, string? clientCaFile = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        string settings = "certfile " + server.CertificateFile + "\nkeyfile " + server.KeyFile + "\n";
        return clientCaFile == null ? settings : settings + "cafile " + clientCaFile + "\nrequire_certificate true\n";
    }

    /// <summary>Ends it with SIGTERM and waits for its end. Does nothing when it does not run.</summary>
    public void Stop() => End(process => process.Terminate());

    /// <summary>Ends it with SIGKILL and waits for its end. Does nothing when it does not run.</summary>
    public void Kill() => End(process => process.Kill());

    /// <summary>Stops it if it runs, starts it on the same port and returns when it accepts connections.</summary>
    public void Restart()
    {
        Stop();
        if (Executable == null)
        {
            throw new InvalidOperationException(SkipReason);
        }

        _process = new ChildProcess(Executable, "-c", _configPath);
        Stopwatch clock = Stopwatch.StartNew();
        while (!Listening.On(Port) || !Listening.On(SecondPort))
        {
            if (_process.HasExited || clock.Elapsed > StartDeadline)
            {
                string said = string.Join('\n', _process.Lines);
                Kill();
                throw new TimeoutException("mosquitto does not accept connections; it wrote:\n" + said);
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Kills it if it runs and removes its files.</summary>
    public void Dispose()
    {
        Kill();
        _directory.Delete(recursive: true);
    }

    private static string? Find()
    {
        string directories = Environment.GetEnvironmentVariable("PATH") + Path.PathSeparator + "/usr/sbin";
        return directories.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, "mosquitto"))
            .FirstOrDefault(File.Exists);
    }

    private void End(Action<ChildProcess> signal)
    {
        if (_process is { } process)
        {
            _process = null;
            signal(process);
            process.WaitForExit(StartDeadline);
            process.Dispose();
        }
    }
}
