using System.Text;

namespace Edge.MqttSn.Tests.Client;

/// <summary>Writes down what it is told.</summary>
internal sealed class RecordingHandler : IClientHandler
{
    private readonly List<string> _events = [];

    /// <summary>What it answers to a message.</summary>
    public bool Takes { get; set; } = true;

    public bool Throws { get; set; }

    public int Delivery { get; private set; }

    /// <summary>What was told since the last call.</summary>
    public string Events()
    {
        string events = string.Join(", ", _events);
        _events.Clear();
        return events;
    }

    public bool OnPublishReceived(Message message)
    {
        if (Throws)
        {
            throw new InvalidOperationException("the handler's own");
        }

        Delivery = message.Delivery;
        string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
        string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        _events.Add($"{topic}={payload} qos {(int)message.QualityOfService}{(message.IsRetained ? " retained" : "")}");
        return Takes;
    }

    public void OnPublishAcknowledged(int token) => _events.Add($"acknowledged {token}");

    public void OnPublishDropped(int token) => _events.Add($"dropped {token}");

    public void OnConnected(bool isSessionPresent) => _events.Add("connected");

    public void OnDisconnected(DisconnectReason reason) => _events.Add($"disconnected: {reason}");

    public void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) =>
        _events.Add(isGranted ? $"subscribed {filter} {(int)granted}" : $"refused {filter}");

    public void OnUnsubscribed(TopicFilter filter) => _events.Add($"unsubscribed {filter}");
}
