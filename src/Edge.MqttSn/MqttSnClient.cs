using System;

namespace Edge.MqttSn;

/// <summary>An MQTT-SN 1.2 client over any message link. It connects by itself, comes back by itself, and keeps what was
/// published until the gateway has acknowledged it. Topics have names here; under which id they go is its own
/// business.</summary>
/// <remarks>
/// One thread polls (<see cref="Run"/>, or <see cref="Poll"/> in a loop of one's own); everything else may come from any
/// thread and waits for nothing but a lock. Nothing is allocated after construction.
/// </remarks>
public sealed class MqttSnClient : IClient
{
    private readonly object _gate = new object();
    private readonly IMessageLink _link;
    private readonly ClientSession _session;

    // True for nobody but the polling thread while it holds the lock.
    private bool _isPolling;

    /// <param name="options">Read once; changing it later has no effect worth relying on.</param>
    /// <param name="link">The way to the gateway. An <see cref="IGatewayNetwork"/> is searched for one first.</param>
    /// <param name="handler">Told what happens, on the thread that polls.</param>
    /// <exception cref="ArgumentException">The options contradict each other or a rule, or the store holds more than
    /// fits.</exception>
    public MqttSnClient(MqttSnClientOptions options, IMessageLink link, IClientHandler handler)
    {
        options.Check();
        _link = link;
        _session = new ClientSession(options, link, handler);
    }

    /// <summary>A client whose owner comes later with <see cref="Attach"/>, or that only publishes.</summary>
    /// <param name="options">Read once; changing it later has no effect worth relying on.</param>
    /// <param name="link">The way to the gateway. An <see cref="IGatewayNetwork"/> is searched for one first.</param>
    /// <exception cref="ArgumentException">The options contradict each other or a rule, or the store holds more than
    /// fits.</exception>
    public MqttSnClient(MqttSnClientOptions options, IMessageLink link)
        : this(options, link, new ClientHandler())
    {
    }

    /// <summary>Counters, state and reasons.</summary>
    public ClientSession Session => _session;

    /// <inheritdoc/>
    /// <remarks>A sleeping client is connected; see <see cref="IsAsleep"/>.</remarks>
    public bool IsConnected => _session.IsConnected;

    /// <inheritdoc/>
    public bool IsStopped => _session.IsStopped;

    /// <summary>True while the gateway keeps what comes for this client, which may switch its radio off until
    /// <see cref="Poll"/> wants to be called again (MQTT-SN 1.2 §6.14).</summary>
    public bool IsAsleep => _session.IsAsleep;

    /// <summary>Polls until <see cref="Disconnect"/>; the thread is the client's.</summary>
    public void Run()
    {
        while (!IsStopped)
        {
            int waitMs = Poll(Environment.TickCount64);
            if (waitMs > 0 && !IsStopped)
            {
                _link.Wait(waitMs);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The will does not fit <see cref="MqttSnClientOptions.SendBytes"/>.</exception>
    public void Attach(IClientHandler handler, Will? will) => _session.Attach(handler, will);

    /// <inheritdoc/>
    public int Poll(long now)
    {
        lock (_gate)
        {
            _isPolling = true;
            try
            {
                return _session.Poll(now);
            }
            finally
            {
                _isPolling = false;
            }
        }
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds) => _link.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => _link.Wake();

    /// <inheritdoc/>
    public PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained) =>
        Publish(topic, payload, offset, count, qualityOfService, isRetained, 0);

    /// <inheritdoc/>
    /// <remarks><see cref="PublishResult.RefusedTooLarge"/> also when the topic is longer than
    /// <see cref="MqttSnClientOptions.TopicBytesMax"/>, or the message than
    /// <see cref="MqttSnClientOptions.SendBytes"/>.</remarks>
    public PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token)
    {
        Check(qualityOfService);
        return Publish(topic, payload, offset, count, (int)qualityOfService, isRetained, token);
    }

    /// <summary>Publishes with QoS -1: sent once, with or without a connection, and lost when nobody hears it
    /// (MQTT-SN 1.2 §6.8). It passes messages that wait.</summary>
    /// <param name="topic">A predefined topic, or one of two characters.</param>
    /// <param name="payload">Copied before the call returns.</param>
    /// <param name="offset">Where the payload starts.</param>
    /// <param name="count">Payload bytes, 0 or more.</param>
    /// <param name="isRetained">The broker keeps it for later subscribers.</param>
    /// <exception cref="ArgumentException">The topic would have to be registered.</exception>
    public PublishResult PublishUnconnected(Topic topic, byte[] payload, int offset, int count, bool isRetained)
    {
        if (_session.TypeOf(topic.Utf8Bytes) == TopicIdType.Normal)
        {
            throw new ArgumentException(
                "QoS -1 needs a predefined topic or one of two characters (6.8)", nameof(topic));
        }

        return Publish(topic, payload, offset, count, -1, isRetained, 0);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter does not fit a message.</exception>
    public bool Subscribe(TopicFilter filter, QualityOfService qualityOfService)
    {
        Check(qualityOfService);
        lock (_gate)
        {
            WakePoller();
            return _session.Subscribe(filter, qualityOfService);
        }
    }

    /// <inheritdoc/>
    public bool Unsubscribe(TopicFilter filter)
    {
        lock (_gate)
        {
            WakePoller();
            return _session.Unsubscribe(filter);
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(int delivery)
    {
        lock (_gate)
        {
            _session.Acknowledge(delivery);
            WakePoller();
        }
    }

    /// <summary>Changes what the gateway publishes when this client is lost, now or when connected (MQTT-SN 1.2
    /// §6.4).</summary>
    /// <param name="will">Null deletes it.</param>
    /// <exception cref="ArgumentException">It does not fit <see cref="MqttSnClientOptions.SendBytes"/>.</exception>
    public void ChangeWill(Will? will)
    {
        lock (_gate)
        {
            _session.ChangeWill(will);
            WakePoller();
        }
    }

    /// <summary>Sleeps when what was published before is acknowledged: the gateway keeps what comes. Before the time is
    /// over the client wakes by itself, takes what is there, and sleeps again; what is published meanwhile waits for
    /// <see cref="WakeUp"/> (MQTT-SN 1.2 §6.14).</summary>
    /// <param name="seconds">1 to 65,535. The gateway takes a client that is silent for longer for lost.</param>
    public void Sleep(int seconds)
    {
        if (seconds < 1 || seconds > 65_535)
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), "a sleep takes 1 to 65535 seconds (5.3.3)");
        }

        lock (_gate)
        {
            _session.Sleep(seconds);
            WakePoller();
        }
    }

    /// <summary>Takes what the gateway has kept at the next poll already, and sleeps on.</summary>
    public void Fetch()
    {
        lock (_gate)
        {
            _session.Fetch();
            WakePoller();
        }
    }

    /// <summary>Ends the sleep: the client connects, and publishes what has waited.</summary>
    public void WakeUp()
    {
        lock (_gate)
        {
            _session.WakeUp();
            WakePoller();
        }
    }

    /// <inheritdoc/>
    /// <remarks>What was published before is sent and acknowledged first, unless the gateway is congested or does not
    /// answer. Without a connection it stops at the next poll; what is unacknowledged stays in memory.</remarks>
    public void Disconnect()
    {
        lock (_gate)
        {
            _session.Disconnect();
            WakePoller();
        }
    }

    private PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, int qualityOfService, bool isRetained, int token)
    {
        if (offset < 0 || count < 0 || offset > payload.Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "offset and count must lie in the payload");
        }

        int flags = Flags.OfQualityOfService(qualityOfService) | (isRetained ? Flags.Retain : 0);
        lock (_gate)
        {
            WakePoller();
            return _session.Publish(topic.Utf8Bytes, payload, offset, count, flags, token);
        }
    }

    // Called with the lock, so that the poll that it brings comes after what is done here. From inside a handler there is
    // nobody to wake: the poll goes on.
    private void WakePoller()
    {
        if (!_isPolling)
        {
            _link.Wake();
        }
    }

    private static void Check(QualityOfService qualityOfService)
    {
        if ((uint)qualityOfService > (uint)QualityOfService.ExactlyOnce)
        {
            throw new ArgumentOutOfRangeException(nameof(qualityOfService), "QoS is 0, 1 or 2; QoS -1 has its own method");
        }
    }
}
