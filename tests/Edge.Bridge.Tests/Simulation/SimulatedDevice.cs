using System.Globalization;
using System.Text;
using Edge.Mqtt;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>A device that never reboots: publishes numbered messages of QoS 1 and 2, and writes down the commands that it
/// gets.</summary>
internal sealed class SimulatedDevice : ClientHandler
{
    private readonly SeededRandom _random;
    private readonly IClient _client;
    private readonly Dictionary<int, (string Topic, int Number)> _underWay = [];
    private readonly Dictionary<string, int> _published = [];
    private int _lastToken;

    public SimulatedDevice(string name, IByteStream stream, SeededRandom random, int keepAliveSeconds = 5)
        : this(name, random, new MqttClient(
            new MqttClientOptions(name)
            {
                RetryFirstMs = 50,
                RetryMaxMs = 500,
                KeepAliveSeconds = keepAliveSeconds,
                ReceiveBytes = 512,
                LogBytes = 4096,
                InFlightMax = 10,
                Seed = (uint)random.Next(int.MaxValue),
            },
            stream))
    {
    }

    public SimulatedDevice(string name, SeededRandom random, IClient client)
    {
        Name = name;
        _random = random;
        _client = client;
        _client.Attach(this, null);
        _client.Subscribe(new TopicFilter($"cmd/{name}/#"), QualityOfService.ExactlyOnce);
    }

    public string Name { get; }

    /// <summary>Messages that the bridge has acknowledged, by topic.</summary>
    public Dictionary<string, HashSet<int>> Acknowledged { get; } = [];

    /// <summary>Commands in the order of arrival.</summary>
    public List<(string Topic, int Number)> Commands { get; } = [];

    /// <summary>Messages that the bridge has not acknowledged.</summary>
    public int Unacknowledged => _underWay.Count;

    /// <summary>Connections that it has had.</summary>
    public int Connections { get; private set; }

    /// <summary>The bridge has taken its subscription.</summary>
    public bool IsSubscribed { get; private set; }

    /// <param name="qualityOfService">Of the message.</param>
    /// <param name="paddingBytes">What follows the number; without it, now and then 2,000, which leave in pieces and are
    /// streamed.</param>
    /// <returns>False when its memory is full.</returns>
    public bool Publish(QualityOfService qualityOfService, int? paddingBytes = null)
    {
        string topic = $"up/{Name}/q{(int)qualityOfService}";
        int number = _published.GetValueOrDefault(topic);
        string padding = new('.', paddingBytes ?? (_random.Next(20) == 0 ? 2_000 : 0));
        byte[] payload = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + padding);
        int token = ++_lastToken;
        PublishResult result =
            _client.Publish(new Topic(topic), payload, 0, payload.Length, qualityOfService, false, token);
        if (result < PublishResult.RefusedFull)
        {
            _published[topic] = number + 1;
            _underWay[token] = (topic, number);
        }

        return result < PublishResult.RefusedFull;
    }

    public override void OnConnected(bool isSessionPresent) => Connections++;

    public int Poll(long now) => _client.Poll(now);

    public override void OnPublishAcknowledged(int token)
    {
        if (_underWay.Remove(token, out (string Topic, int Number) message))
        {
            if (!Acknowledged.TryGetValue(message.Topic, out HashSet<int>? numbers))
            {
                numbers = [];
                Acknowledged[message.Topic] = numbers;
            }

            numbers.Add(message.Number);
        }
    }

    public override bool OnPublishReceived(Message message)
    {
        string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
        string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        Commands.Add((topic, int.Parse(payload.AsSpan().TrimEnd('.'), CultureInfo.InvariantCulture)));
        return true;
    }

    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => IsSubscribed = isGranted;
}
