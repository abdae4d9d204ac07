namespace Edge.Mqtt.Tests.Simulation;

/// <summary>What both sides publish and what the network does to them, until it heals.</summary>
internal static class Weather
{
    private const int StormMs = 20_000;

    // Everything drains within this much of virtual time once the world has healed.
    private const int DrainMs = 120_000;

    public static MqttClientOptions ClientOptions(SimulatedWorld world) => new("device")
    {
        KeepAliveSeconds = 4,
        AnswerTimeoutMs = 2_000,
        RetryFirstMs = 50,
        RetryMaxMs = 800,
        Seed = (uint)world.Random.Next(1_000_000) + 1,
        SendBytes = 64 + world.Random.Next(100),
        ReceiveBytes = 128,
        LogBytes = world.ClientLogBytes = 600 + world.Random.Next(600),
        InFlightMax = 1 + world.Random.Next(8),
        HeldMax = world.ClientHeldMax = 1 + world.Random.Next(8),
        InboundMax = 16,
    };

    public static MqttServerOptions ServerOptions(ulong seed) => new()
    {
        ReceiveBytes = 64,
        PacketBytesMax = 1024,
        SendBytes = 64 + (int)(seed % 61),
        LogBytes = 1200,
        InFlightMax = 1 + (int)(seed % 16),
        HeldMax = 1 + (int)(seed % 9),
        InboundMax = 100,
    };

    /// <summary>Messages of all kinds at random times, in both directions.</summary>
    public static void Publish(SimulatedWorld world, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            world.After(world.Random.Next(StormMs), () => PublishUp(world));
            world.After(world.Random.Next(StormMs), () => PublishDown(world));
        }
    }

    /// <summary>Cuts, connections of which one end vanishes, and times when nobody is reachable.</summary>
    public static void Storm(SimulatedWorld world, int cuts)
    {
        for (int i = world.Random.Next(cuts + 1); i > 0; i--)
        {
            world.After(world.Random.Next(StormMs), world.Network.Cut);
            world.After(world.Random.Next(StormMs), () => world.Client?.Stream.Vanish());
            int from = world.Random.Next(StormMs);
            world.After(from, () => world.Network.IsReachable = false);
            world.After(from + world.Random.Next(1_500), () => world.Network.IsReachable = true);
        }
    }

    /// <summary>Runs through the storm, heals the world and lets everything arrive.</summary>
    public static void Run(SimulatedWorld world, Action? heal = null)
    {
        world.RunFor(StormMs + 1_600);
        world.Network.IsReachable = true;
        heal?.Invoke();
        world.RunUntil(() => IsDrained(world), DrainMs, () => Describe(world));
        world.RunFor(1_000);
    }

    public static void PublishUp(SimulatedWorld world)
    {
        QualityOfService qualityOfService = (QualityOfService)world.Random.Next(3);
        string topic = "up/" + world.Random.Next(3);
        int token = world.Up.Begin(topic, qualityOfService, 4 + world.Random.Next(150), out byte[] payload);
        PublishResult result = world.Client == null
            ? PublishResult.RefusedFull
            : world.Client.Client.Publish(
                new Topic(topic), payload, 0, payload.Length, qualityOfService, false, token);
        world.Up.Settle(token, result, result < PublishResult.RefusedFull);
    }

    public static void PublishDown(SimulatedWorld world)
    {
        QualityOfService qualityOfService = (QualityOfService)world.Random.Next(3);
        string topic = "down/" + world.Random.Next(3);
        int token = world.Down.Begin(topic, qualityOfService, 4 + world.Random.Next(100), out byte[] payload);
        PublishResult result = world.Server.Current == null
            ? PublishResult.RefusedFull
            : world.Server.Current.Connection.Publish(
                new Topic(topic), payload, 0, payload.Length, qualityOfService, false, token);
        world.Down.Settle(token, result, result < PublishResult.RefusedFull);
    }

    private static bool IsDrained(SimulatedWorld world) =>
        world.Client!.Client.Session is { IsConnected: true, QueuedMessages: 0, HeldMessages: 0 }
        && world.Server.QueuedMessages == 0
        && world.Server.Current!.Connection.Session.HeldMessages == 0
        && world.Up.IsComplete
        && world.Down.IsComplete;

    private static string Describe(SimulatedWorld world)
    {
        Session client = world.Client!.Client.Session;
        return $"client connected {client.IsConnected}, queued {client.QueuedMessages}, held {client.HeldMessages}; "
            + $"server queued {world.Server.QueuedMessages}, "
            + $"held {world.Server.Current?.Connection.Session.HeldMessages}; "
            + $"up {world.Up.Arrived} of {world.Up.Published}, down {world.Down.Arrived} of {world.Down.Published}; "
            + string.Join(", ", world.Client.Endings);
    }
}
