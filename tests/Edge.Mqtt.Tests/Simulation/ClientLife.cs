namespace Edge.Mqtt.Tests.Simulation;

/// <summary>The client from one boot to the next, and what its user does.</summary>
internal sealed class ClientLife : Party, IClientHandler
{
    private readonly SimulatedWorld _world;
    private readonly ITakenMessages? _store;

    public ClientLife(SimulatedWorld world, MqttClientOptions options)
    {
        _world = world;
        _store = options.Store as ITakenMessages;
        Stream = new RoughStream(world, this, world.Network.Client);
        Client = new MqttClient(options, Stream, this);
    }

    public MqttClient Client { get; }

    public RoughStream Stream { get; }

    public LargeReceiver? Receiver { get; init; }

    public Dictionary<DisconnectReason, int> Endings { get; } = [];

    public bool OnPublishReceived(Message message)
    {
        bool isKept = _store != null && message.QualityOfService == QualityOfService.ExactlyOnce;
        int number = Ledger.Number(message);
        int identifier = message.Identifier;
        if (!isKept)
        {
            _world.Down.Arrive(message);
        }

        int delivery = message.Delivery;
        if (delivery == 0 || !_world.AnswersLater)
        {
            Take(isKept, identifier, number);
            return true;
        }

        _world.After(_world.Random.Next(_world.AnswerMsMax), () =>
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

    public void OnConnected(bool isSessionPresent)
    {
    }

    public void OnDisconnected(DisconnectReason reason)
    {
        Endings[reason] = Endings.GetValueOrDefault(reason) + 1;
        if (Receiver is { IsUnderWay: true })
        {
            _world.Fail("a payload was cut and not aborted");
        }
    }

    public void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
    {
    }

    public void OnUnsubscribed(TopicFilter filter)
    {
    }

    protected override int PollOnce(long now) => Client.Poll(now);

    // What the user does with a QoS 2 message is durable together with the record that it was taken.
    private void Take(bool isKept, int identifier, int number)
    {
        _world.Down.Take(number);
        if (isKept)
        {
            _store!.Take(identifier, number);
            _world.Down.Count(number);
        }
    }
}
