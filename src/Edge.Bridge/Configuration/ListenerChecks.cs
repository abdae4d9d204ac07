using System.Net;

namespace Edge.Bridge.Configuration;

/// <summary>What is wrong with where the bridge listens, seen together.</summary>
internal static class ListenerChecks
{
    /// <summary>Tells every mistake.</summary>
    /// <param name="options">What was read.</param>
    /// <param name="hasBroker">The embedded broker is going to listen.</param>
    /// <param name="tell">Takes the key of a setting and what is wrong with it.</param>
    public static void Tell(EdgeOptions options, bool hasBroker, Action<string, string> tell)
    {
        if (!IPAddress.IsLoopback(options.Broker.Listen.Address))
        {
            tell(
                "Edge:Broker:Listen",
                $"{options.Broker.Listen} listens beyond loopback, and the embedded broker has no users");
        }

        IPEndPoint observability = options.Observability.Listen;
        if (!IPAddress.IsLoopback(observability.Address))
        {
            tell("Edge:Observability:Listen", $"{observability} listens beyond loopback, and whoever asks is answered");
        }

        foreach ((int index, LineOptions line) in options.Links.Index())
        {
            if (hasBroker && line.Type == LineType.Tcp && options.Broker.Listen.Equals(line.Listen))
            {
                tell($"Edge:Links:{index}:Listen", $"'{line.Listen}' is taken already, by Edge.Broker.Listen");
            }
        }
    }
}
