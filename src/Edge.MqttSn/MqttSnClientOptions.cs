using System;

namespace Edge.MqttSn;

/// <summary>What a client is told once: who it is, how it connects, and how much memory it may use.</summary>
public sealed class MqttSnClientOptions
{
    // T_retry is 10 s, and never less than this many round trips (7.2).
    private const int RoundTripsOfAnswer = 4;
    private const int PredefinedMax = 32;

    /// <param name="clientId">Names the session on both sides, 1 to 23 bytes of UTF-8 (MQTT-SN 1.2 §5.3.1).</param>
    /// <exception cref="ArgumentException">The identifier is none.</exception>
    public MqttSnClientOptions(string clientId)
    {
        ClientIdBytes = Utf8.GetBytes(clientId);
        if (ClientIdBytes.Length < 1 || ClientIdBytes.Length > 23)
        {
            throw new ArgumentException(
                "client identifier '" + clientId + "': 1 to 23 bytes are allowed (5.3.1)", nameof(clientId));
        }
    }

    /// <summary>Each connection begins a new session (MQTT-SN 1.2 §6.3). Default false: the session outlives connections,
    /// and with a <see cref="Store"/> a reboot of this side. Without one the client makes the gateway forget the session
    /// of its earlier life, by a clean connection that it ends before the first one that counts, because a message id that
    /// only the gateway remembers would swallow a new message of QoS 2.</summary>
    public bool CleanSession { get; set; }

    /// <summary>Never connects: nothing but messages of QoS -1 is sent (MQTT-SN 1.2 §6.8).</summary>
    public bool IsConnectionless { get; set; }

    /// <summary>Longest silence towards the gateway in seconds, 0 to 65,535; 0 turns pings off (MQTT-SN 1.2 §6.11).</summary>
    public int KeepAliveSeconds { get; set; } = 60;

    /// <summary>T_retry: milliseconds that the answer to a request may take, at least 1; less than four times
    /// <see cref="RoundTripMsMax"/> is never used (MQTT-SN 1.2 §7.2).</summary>
    public int AnswerTimeoutMs { get; set; } = 10_000;

    /// <summary>The link's longest round trip in milliseconds, the queues in it included, 0 to 500,000,000; 0 when it is
    /// below 2.5 s.</summary>
    public int RoundTripMsMax { get; set; }

    /// <summary>N_retry: how often a request is sent again before the gateway is taken for lost, 0 to 100
    /// (MQTT-SN 1.2 §6.13).</summary>
    public int ResendsMax { get; set; } = 4;

    /// <summary>The link delivers what is sent reliably, or changes its epoch: then nothing is sent again, and a gateway
    /// that does not answer in the same time as over another link is taken for lost.</summary>
    public bool IsLinkReliable { get; set; }

    /// <summary>T_WAIT: milliseconds without publishing, registering and subscribing after the gateway has said that it is
    /// congested (MQTT-SN 1.2 §7.2).</summary>
    public int CongestionWaitMs { get; set; } = 300_000;

    /// <summary>Longest first delay before connecting again, in milliseconds.</summary>
    public int RetryFirstMs { get; set; } = 500;

    /// <summary>Longest delay before connecting again, in milliseconds.</summary>
    public int RetryMaxMs { get; set; } = 60_000;

    /// <summary>What makes this client's retry delays differ from its neighbours'.</summary>
    public uint Seed { get; set; } = 1;

    /// <summary>Longest message sent, in bytes, 32 to 65,535; the link's own limit holds too.</summary>
    public int SendBytes { get; set; } = 256;

    /// <summary>Room for messages that wait or are unacknowledged, in bytes.</summary>
    public int LogBytes { get; set; } = 1024;

    /// <summary>Topic names with an id of their own at a time, of both directions, 1 to 1,000.</summary>
    public int TopicsMax { get; set; } = 8;

    /// <summary>Bytes of the longest topic name with an id, 1 to 1,000.</summary>
    public int TopicBytesMax { get; set; } = 64;

    /// <summary>Topic filters at a time.</summary>
    public int SubscriptionsMax { get; set; } = 8;

    /// <summary>What happens to a publish for which there is no room.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>Keeps messages of QoS 1 and 2 and the message ids of received ones over a reboot; null for none. Needs
    /// <see cref="CleanSession"/> off.</summary>
    public ISessionStore? Store { get; set; }

    /// <summary>What the gateway publishes when the client is lost; null for nothing (MQTT-SN 1.2 §6.4).</summary>
    public Will? Will { get; set; }

    internal byte[] ClientIdBytes { get; }

    // The predefined topics: topic i has id i of the other array.
    internal Topic[] PredefinedTopics { get; } = new Topic[PredefinedMax];

    internal int[] PredefinedIds { get; } = new int[PredefinedMax];

    internal int PredefinedCount { get; private set; }

    // What is used of AnswerTimeoutMs.
    internal int AnswerMs => AnswerTimeoutMs > RoundTripsOfAnswer * RoundTripMsMax
        ? AnswerTimeoutMs : RoundTripsOfAnswer * RoundTripMsMax;

    /// <summary>Tells of a topic whose id the gateway knows too; it needs no registration (MQTT-SN 1.2 §6.7).</summary>
    /// <param name="topicId">1 to 65,534.</param>
    /// <param name="topic">Its name.</param>
    /// <exception cref="ArgumentException">The id is reserved or taken, or there are 32 already.</exception>
    public void AddPredefined(int topicId, string topic)
    {
        if (topicId < 1 || topicId > 65_534)
        {
            throw new ArgumentOutOfRangeException(nameof(topicId), "a topic id is 1 to 65534 (5.3.11)");
        }

        if (PredefinedCount == PredefinedMax)
        {
            throw new ArgumentException("32 predefined topics at most", nameof(topic));
        }

        for (int i = 0; i < PredefinedCount; i++)
        {
            if (PredefinedIds[i] == topicId)
            {
                throw new ArgumentException("two predefined topics have one id", nameof(topicId));
            }
        }

        PredefinedTopics[PredefinedCount] = new Topic(topic);
        PredefinedIds[PredefinedCount] = topicId;
        PredefinedCount++;
    }

    /// <summary>Throws what a programmer should know before the first connection.</summary>
    internal void Check()
    {
        CheckRange(KeepAliveSeconds, 0, 65_535, "keep-alive is 0 to 65535 seconds");
        CheckRange(AnswerTimeoutMs, 1, int.MaxValue, "an answer takes at least 1 ms");
        CheckRange(RoundTripMsMax, 0, 500_000_000, "a round trip takes 0 to 500000000 ms");
        CheckRange(ResendsMax, 0, 100, "a request is sent again 0 to 100 times");
        CheckRange(SendBytes, 32, 65_535, "messages take 32 to 65535 bytes");
        CheckRange(TopicsMax, 1, 1_000, "a client knows 1 to 1000 topics");
        CheckRange(TopicBytesMax, 1, 1_000, "a topic name takes 1 to 1000 bytes");
        if (Store != null && CleanSession)
        {
            throw new ArgumentException("a session store needs a session to keep: CleanSession is on");
        }

        Check(Will);
    }

    internal void Check(Will? will)
    {
        if (will == null)
        {
            return;
        }

        if (MessageHeader.MessageBytes(1 + will.Topic.Utf8Bytes.Length) > SendBytes
            || MessageHeader.MessageBytes(will.Payload.Length) > SendBytes)
        {
            throw new ArgumentException("a will's topic and payload must each fit a message of SendBytes (5.4.7, 5.4.9)");
        }
    }

    private static void CheckRange(int value, int lowest, int highest, string message)
    {
        if (value < lowest || value > highest)
        {
            throw new ArgumentOutOfRangeException(nameof(value), message);
        }
    }
}
