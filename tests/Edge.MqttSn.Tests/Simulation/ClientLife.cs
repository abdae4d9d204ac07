namespace Edge.MqttSn.Tests.Simulation;

/// <summary>The client from one boot to the next, and what its user does.</summary>
internal sealed class ClientLife : IClientHandler
{
    private readonly World _world;
    private readonly CrashingStore? _store;

    public ClientLife(World world, MqttSnClientOptions options)
    {
        _world = world;
        _store = options.Store as CrashingStore;
        Link = new DatagramLink(world, this);
        Client = new MqttSnClient(options, Link, this);
    }

    public MqttSnClient Client { get; }

    public DatagramLink Link { get; }

    /// <summary>When it wants to be polled.</summary>
    public long Due { get; private set; } = long.MinValue;

    /// <summary>Longest time that the user takes to answer a message; 0 for at once.</summary>
    public int AnswerMsMax { get; init; }

    public Dictionary<DisconnectReason, int> Endings { get; } = [];

    public int Connections { get; private set; }

    public bool IsDue(long now) => Due <= now;

    public void BeDue() => Due = long.MinValue;

    public void Poll(long now)
    {
        Due = Deadline.Never;
        int waitMs = Client.Poll(now);
        if (waitMs < 0)
        {
            _world.Fail($"the client wants to be polled in {waitMs} ms");
        }

        Due = waitMs == Deadline.Idle ? Due : Math.Min(Due, now + waitMs);
    }

    public bool OnPublishReceived(Message message)
    {
        int number = Ledger.Number(message.PayloadBuffer.AsSpan(message.PayloadOffset));
        int identifier = message.Identifier;
        bool isKept = _store != null && message.QualityOfService == QualityOfService.ExactlyOnce;
        _world.Down.Look(
            Ledger.TopicOf(message),
            message.QualityOfService,
            message.PayloadBuffer.AsSpan(message.PayloadOffset, message.PayloadLength));
        if (!isKept)
        {
            _world.Down.Count(number);
        }

        int delivery = message.Delivery;
        if (message.QualityOfService == QualityOfService.AtMostOnce || AnswerMsMax == 0 || _world.Random.Next(2) == 0)
        {
            Take(isKept, identifier, number);
            return true;
        }

        _world.After(_world.Random.Next(AnswerMsMax), () =>
        {
            if (_world.Client == this)
            {
                Take(isKept, identifier, number);
                Client.Acknowledge(delivery);
            }
        });
        return false;
    }

    public void OnPublishAcknowledged(int token) => _world.Up.Acknowledge(token);

    public void OnPublishDropped(int token) => _world.Fail($"up: message {token} was dropped");

    public void OnConnected(bool isSessionPresent) => Connections++;

    public void OnDisconnected(DisconnectReason reason) => Endings[reason] = Endings.GetValueOrDefault(reason) + 1;

    public void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
    {
        if (!isGranted)
        {
            _world.Fail($"'{filter}' was refused");
        }
    }

    public void OnUnsubscribed(TopicFilter filter)
    {
    }

    // What the user does with a QoS 2 message is durable together with the record that it was taken.
    private void Take(bool isKept, int identifier, int number)
    {
        if (isKept)
        {
            _store!.Take(identifier, number);
            _world.Down.Count(number);
        }
    }
}
