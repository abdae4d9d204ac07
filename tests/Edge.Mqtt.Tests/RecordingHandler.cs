using System.Text;

namespace Edge.Mqtt.Tests;

/// <summary>Writes down what a session told, one line an event, and answers as it was told.</summary>
internal sealed class RecordingHandler : IClientHandler, IMqttServerHandler
{
    private readonly List<string> _events = [];

    public bool AcknowledgesAtOnce { get; set; } = true;

    public ConnectReturnCode ConnectAnswer { get; set; }

    public List<int> Deliveries { get; } = [];

    public Action? OnPublish { get; set; }

    public Action? OnSubscription { get; set; }

    /// <summary>Called inside every call of the session, with what was written down.</summary>
    public Action<string>? OnEvent { get; set; }

    /// <summary>The events since the last call, joined by "; ".</summary>
    public string Events()
    {
        string events = string.Join("; ", _events);
        _events.Clear();
        return events;
    }

    public bool OnPublishReceived(Message message)
    {
        string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
        string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        string flags = (message.IsDuplicate ? " dup" : "") + (message.IsRetained ? " retained" : "");
        Tell($"{topic}={payload} q{(int)message.QualityOfService}{flags}");
        Deliveries.Add(message.Delivery);
        OnPublish?.Invoke();
        return AcknowledgesAtOnce;
    }

    public void OnPublishAcknowledged(int token) => Tell($"acknowledged {token}");

    public void OnPublishDropped(int token) => Tell($"dropped {token}");

    public void OnConnected(bool isSessionPresent) => Tell(isSessionPresent ? "resumed" : "connected");

    public void OnDisconnected(DisconnectReason reason) => Tell($"ended {reason}");

    public void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) =>
        Tell($"{filter} {(isGranted ? "q" + (int)granted : "refused")}");

    public SessionState? Kept { get; set; }

    public bool IsKept { get; set; }

    public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        state = Kept;
        isSessionPresent = IsKept;
        string id = Encoding.UTF8.GetString(connect.Buffer, connect.ClientIdOffset, connect.ClientIdLength);
        Tell($"connect {id} {connect.KeepAliveSeconds}s{(connect.IsCleanSession ? " clean" : "")}");
        return ConnectAnswer;
    }

    public bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted)
    {
        Tell($"subscribe {filter} q{(int)requested}");
        OnSubscription?.Invoke();
        granted = requested;
        return !filter.ToString().StartsWith("secret", StringComparison.Ordinal);
    }

    public void OnUnsubscribed(TopicFilter filter) => Tell($"{filter} given up");

    public void OnUnsubscribe(TopicFilter filter) => Tell($"unsubscribe {filter}");

    private void Tell(string what)
    {
        _events.Add(what);
        OnEvent?.Invoke(what);
    }
}
