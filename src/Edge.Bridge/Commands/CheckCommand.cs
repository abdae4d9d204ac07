using System.Collections;
using Edge.Bridge.Configuration;
using Edge.Bridge.Links;

namespace Edge.Bridge.Commands;

/// <summary><c>edge check</c>: every mistake of a configuration at once.</summary>
internal static class CheckCommand
{
    // Of most MQTT clients, ours among them.
    private const int UsualKeepAliveSeconds = 60;

    /// <summary>Tells that the file is right and what it says, or every mistake in it.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Execute(string file, IDictionary environment, TextWriter output, TextWriter error)
    {
        var configuration = EdgeConfiguration.Load(file, environment, []);
        if (Refuses(configuration, error))
        {
            return ExitCode.WrongInput;
        }

        output.WriteLine($"{file}: ok");
        output.WriteLine($"  uplink: {Describe(configuration.Options.Uplink, configuration.Options.Broker)}");
        JournalOptions journal = configuration.Options.Journal;
        output.WriteLine($"  journal: {journal.Path}, at most {journal.MaxBytes} bytes, when full {journal.WhenFull}");
        foreach (LineOptions line in configuration.Options.Links)
        {
            output.WriteLine($"  link {line.Name}: {Describe(line)}");
            if (line.Duplex == LineDuplex.Half)
            {
                output.WriteLine($"  link {line.Name}: {Latency(line)}");
                TellKeepAlive(line, output);
            }
        }

        if (configuration.Options.Links.Count == 0)
        {
            output.WriteLine("  no links: no device can connect");
        }

        return ExitCode.Done;
    }

    /// <summary>Tells every mistake, one a line.</summary>
    /// <returns>True when there is one.</returns>
    public static bool Refuses(EdgeConfiguration configuration, TextWriter error)
    {
        foreach (string mistake in configuration.Mistakes)
        {
            error.WriteLine(mistake);
        }

        return configuration.Mistakes.Count > 0;
    }

    private static string Describe(UplinkOptions? uplink, BrokerOptions broker) =>
        uplink is null
            ? $"none; the embedded broker listens on {broker.Listen}"
            : $"{string.Join(", ", uplink.Addresses)} as {uplink.ClientId}";

    private static string Describe(LineOptions line)
    {
        string turns = line.Duplex == LineDuplex.Full ? "" : $", half duplex, stations {string.Join(", ", line.Stations)}";
        string where = line.Type == LineType.Serial
            ? $"over {line.Port} at {line.Baud} baud{turns}"
            : $"over TCP on {line.Listen}";
        string clients = line.AllowedClients is { } allowed ? $", clients {string.Join(", ", allowed)}" : "";
        string networks = line.Networks is { } known ? $", from {string.Join(", ", known)}" : "";
        string users = line.UsersFile is { } file ? $", users: {file.Users.Count}" : "";
        return $"{line.Protocol} {where}{clients}{networks}{users}";
    }

    private static void TellKeepAlive(LineOptions line, TextWriter output)
    {
        int seconds = new LineLatency(line).KeepAliveSeconds;
        if (seconds > UsualKeepAliveSeconds)
        {
            output.WriteLine(
                $"  link {line.Name}: its devices need a keep-alive of {seconds} s or more, or the link a smaller Window");
        }
    }

    private static string Latency(LineOptions line)
    {
        LineLatency latency = new(line);
        (string all, string silent) = line.Stations.Count == 1
            ? ("the station talks", "it is silent")
            : ($"all {line.Stations.Count} stations talk", "they are silent");
        return $"a message waits at most {Duration.Of(latency.BusyMs)} when {all}, {Duration.Of(latency.QuietMs)} when {silent}";
    }
}
