namespace Edge.MqttSn.Tests.Simulation;

/// <summary>What both sides publish and what the air does to it, until it heals.</summary>
internal static class Weather
{
    public const int StormMs = 120_000;

    // Everything drains within this much of virtual time once the air has healed.
    private const int DrainMs = 600_000;

    private static readonly string[] UpTopics = ["up/0", "up/1", "up/2", "pre/up", "u1"];
    private static readonly string[] DownTopics = ["down/0", "down/1", "cmd/one", "pre/down", "d1"];
    private static readonly string[] Filters = ["down/+", "cmd/one", "pre/down", "d1"];

    public static MqttSnClientOptions ClientOptions(World world)
    {
        MqttSnClientOptions options = new("device")
        {
            KeepAliveSeconds = 20 + world.Random.Next(40),
            AnswerTimeoutMs = Gateway.RetryMs,
            ResendsMax = 3 + world.Random.Next(3),
            RetryMaxMs = 10_000,
            LogBytes = 4000,
            TopicsMax = 16,
            Seed = (uint)world.Random.Next(1_000_000) + 1,
            IsLinkReliable = world.Air.IsReliable,
            CongestionWaitMs = 1000 + world.Random.Next(4000),
            Will = world.Random.Next(2) == 0
                ? null : new Will(new Topic("will/device"), "gone"u8.ToArray(), QualityOfService.AtLeastOnce, false),
        };
        foreach ((int id, string topic) in Gateway.Predefined)
        {
            options.AddPredefined(id, topic);
        }

        return options;
    }

    public static ClientLife Boot(World world, MqttSnClientOptions options)
    {
        ClientLife life = new(world, options) { AnswerMsMax = world.Random.Next(2) * 1000 };
        world.Client = life;
        foreach (string filter in Filters)
        {
            life.Client.Subscribe(new TopicFilter(filter), QualityOfService.ExactlyOnce);
        }

        return life;
    }

    /// <summary>How bad it is, by the seed: from a clear day to a third lost.</summary>
    public static void Begin(World world)
    {
        world.Air.LossPermille = world.Random.Next(4) * 100;
        world.Air.RepetitionPermille = world.Random.Next(3) * 100;
        world.Gateway.CongestionPermille = world.Random.Next(3) * 50;
    }

    /// <summary>Messages of all kinds at random times, in both directions.</summary>
    public static void Publish(World world, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            world.After(world.Random.Next(StormMs), () => PublishUp(world));
            world.After(world.Random.Next(StormMs), () => PublishDown(world));
        }
    }

    /// <summary>Times in which nothing passes, and gateways that restart or send their client away.</summary>
    public static void Storm(World world, int events)
    {
        for (int i = world.Random.Next(events + 1); i > 0; i--)
        {
            int from = world.Random.Next(StormMs);
            world.After(from, () => world.Air.IsOpen = false);
            world.After(from + world.Random.Next(60_000), () => world.Air.IsOpen = true);
            world.After(world.Random.Next(StormMs), world.Gateway.Restart);
            world.After(world.Random.Next(StormMs), world.Gateway.ForgetTopicIds);
            world.After(world.Random.Next(StormMs), world.Gateway.Dismiss);
        }
    }

    /// <summary>Runs through the storm, heals the air and lets everything arrive.</summary>
    public static void Run(World world)
    {
        world.RunFor(StormMs + 61_000);
        world.Air.IsOpen = true;
        world.Air.LossPermille = 0;
        world.Gateway.CongestionPermille = 0;
        world.RunUntil(() => IsDrained(world), DrainMs, () => Describe(world));
        world.RunFor(2 * Gateway.RetryMs);
    }

    /// <summary>The client says goodbye, and the gateway knows that it has gone.</summary>
    public static void Leave(World world)
    {
        world.RunUntil(() => world.Client!.Client.IsConnected, DrainMs, () => Describe(world));
        world.Client!.Client.Disconnect();
        world.RunUntil(() => world.Client.Client.IsStopped, 10 * Gateway.RetryMs, () => Describe(world));
        // Or it had not heard of the client for too long, and has said so when it did.
        Assert.True(world.Gateway.Client is Gateway.State.Disconnected or Gateway.State.Lost);
    }

    public static void PublishUp(World world)
    {
        QualityOfService qualityOfService = (QualityOfService)world.Random.Next(3);
        string topic = UpTopics[world.Random.Next(UpTopics.Length)];
        int number = world.Up.Begin(topic, qualityOfService, 4 + world.Random.Next(100), out byte[] payload);
        MqttSnClient? client = world.Client?.Client;
        bool isUnconnected = qualityOfService == QualityOfService.AtMostOnce && topic is ("u1" or "pre/up")
            && world.Random.Next(2) == 0;
        PublishResult result = client == null ? PublishResult.RefusedFull
            : isUnconnected ? client.PublishUnconnected(new Topic(topic), payload, 0, payload.Length, false)
            : client.Publish(new Topic(topic), payload, 0, payload.Length, qualityOfService, false, number);
        world.Up.Settle(number, result < PublishResult.RefusedFull);
    }

    public static void PublishDown(World world)
    {
        QualityOfService qualityOfService = (QualityOfService)world.Random.Next(3);
        string topic = DownTopics[world.Random.Next(DownTopics.Length)];
        int number = world.Down.Begin(topic, qualityOfService, 4 + world.Random.Next(100), out byte[] payload);
        world.Down.Settle(number, world.Gateway.Publish(topic, qualityOfService, payload));
    }

    private static bool IsDrained(World world) => world.Client!.Client.Session.QueuedMessages == 0
        && world.Gateway.Queued == 0 && world.Up.IsComplete && world.Down.IsComplete;

    private static string Describe(World world) =>
        $"client connected {world.Client!.Client.IsConnected}, queued {world.Client.Client.Session.QueuedMessages}; "
        + $"gateway {world.Gateway.Client}, queued {world.Gateway.Queued}; "
        + $"{world.Up.Describe()}; {world.Down.Describe()}; {string.Join(", ", world.Client.Endings)}";
}
