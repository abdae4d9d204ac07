using System;

namespace Edge.Mqtt;

/// <summary>An MQTT 3.1.1 client over any byte stream. It connects by itself, comes back by itself, and keeps what was
/// published until the server has acknowledged it.</summary>
/// <remarks>
/// One thread polls (<see cref="Run"/>, or <see cref="Poll"/> in a loop of one's own); publishing, subscribing and
/// acknowledging may come from any thread and wait for nothing but a lock. Nothing is allocated after construction but
/// by the stream when it opens.
/// </remarks>
public sealed partial class MqttClient : IClient
{
    private readonly object _gate = new object();
    private readonly MqttClientOptions _options;
    private readonly IByteStream _stream;
    private readonly ClientSession _session;
    private readonly SessionCarrier _carrier;
    private readonly Backoff _backoff;
    private IClientHandler _handler;

    /// <param name="options">Read once; changing it later has no effect worth relying on.</param>
    /// <param name="stream">The way to the server; the client opens, closes and reopens it.</param>
    /// <param name="handler">Told what happens, on the thread that polls.</param>
    /// <exception cref="ArgumentException">The options contradict each other or a rule.</exception>
    public MqttClient(MqttClientOptions options, IByteStream stream, IClientHandler handler)
    {
        options.Check();
        _options = options;
        _stream = stream;
        _handler = handler;
        _session = new ClientSession(options, handler);
        _carrier = new SessionCarrier(_session, stream);
        _backoff = new Backoff(options.RetryFirstMs, options.RetryMaxMs, options.Seed);
    }

    /// <summary>A client whose owner comes later with <see cref="Attach"/>, or that only publishes.</summary>
    /// <param name="options">Read once; changing it later has no effect worth relying on.</param>
    /// <param name="stream">The way to the server; the client opens, closes and reopens it.</param>
    /// <exception cref="ArgumentException">The options contradict each other or a rule.</exception>
    public MqttClient(MqttClientOptions options, IByteStream stream)
        : this(options, stream, new ClientHandler())
    {
    }

    /// <summary>Counters, state and reasons.</summary>
    public Session Session => _session;

    /// <summary>The server's last answer to a CONNECT.</summary>
    public ConnectReturnCode ReturnCode => _session.ReturnCode;

    /// <summary>What the server's last answer to a CONNECT means for trying again.</summary>
    public ConnectVerdict Verdict
    {
        get
        {
            ConnectReturnCode code = ReturnCode;
            return code == ConnectReturnCode.Accepted ? ConnectVerdict.None
                : code == ConnectReturnCode.ServerUnavailable ? ConnectVerdict.RetryLater
                : ConnectVerdict.DoNotRetry;
        }
    }

    /// <inheritdoc/>
    public bool IsConnected => _session.IsConnected;

    /// <inheritdoc/>
    public bool IsStopped => _phase == Phase.Stopped;

    /// <summary>Polls until <see cref="Disconnect"/>; the thread is the client's.</summary>
    public void Run()
    {
        while (!IsStopped)
        {
            int waitMs = Poll(Environment.TickCount64);
            if (waitMs > 0 && !IsStopped)
            {
                _stream.Wait(waitMs);
            }
        }
    }

    /// <inheritdoc/>
    public void Attach(IClientHandler handler, Will? will)
    {
        _handler = handler;
        _session.Attach(handler);
        _options.Will = will ?? _options.Will;
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds) => _stream.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => _stream.Wake();

    /// <inheritdoc/>
    public PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained) =>
        Publish(topic, payload, offset, count, qualityOfService, isRetained, 0);

    /// <inheritdoc/>
    public PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token)
    {
        if (offset < 0 || count < 0 || offset > payload.Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "offset and count must lie in the payload");
        }

        Check(qualityOfService);
        lock (_gate)
        {
            WakePoller();
            return _session.Publish(topic.Utf8Bytes, payload, offset, count, qualityOfService, isRetained, token);
        }
    }

    /// <summary>Publishes a payload of any size, which is read when it is sent and, after a lost connection, again. One at
    /// a time: <see cref="PublishResult.RefusedBusy"/> until the one before is acknowledged (QoS 0: sent).</summary>
    /// <param name="topic">Where it goes; topic and 16 bytes must fit <see cref="MqttClientOptions.LogBytes"/>.</param>
    /// <param name="source">Gives the payload, at most 268,369,911 bytes, on the thread that polls.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The server keeps it for later subscribers.</param>
    /// <param name="token">Comes back with <see cref="ISessionHandler.OnPublishAcknowledged"/>.</param>
    public PublishResult Publish(
        Topic topic, IPayloadSource source, QualityOfService qualityOfService, bool isRetained, int token)
    {
        if (source.Length < 0 || source.Length > FixedHeader.RemainingLengthMax - 65_544)
        {
            throw new ArgumentOutOfRangeException(nameof(source), "a payload takes 0 to 268369911 bytes");
        }

        Check(qualityOfService);
        lock (_gate)
        {
            WakePoller();
            return _session.Publish(topic.Utf8Bytes, source, qualityOfService, isRetained, token);
        }
    }

    /// <summary>Asks for a topic filter, now or when connected, and again whenever the server has lost the session.</summary>
    /// <returns>False when <see cref="MqttClientOptions.SubscriptionsMax"/> filters are taken.</returns>
    public bool Subscribe(TopicFilter filter, QualityOfService qualityOfService)
    {
        Check(qualityOfService);
        lock (_gate)
        {
            WakePoller();
            return _session.Subscribe(filter, qualityOfService);
        }
    }

    /// <summary>Gives a topic filter up.</summary>
    /// <returns>False when it was not subscribed.</returns>
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

    /// <summary>Sends what the window lets out, says DISCONNECT, closes and stays closed. Returns at once; poll until
    /// <see cref="IsStopped"/>. Without a connection it stops at the next poll; what is unacknowledged stays in memory.</summary>
    public void Disconnect()
    {
        lock (_gate)
        {
            _isStopping = true;
            _session.Disconnect();
            WakePoller();
        }
    }

    // Called with the lock, so that the poll that it brings comes after what is done here. From inside a handler there is
    // nobody to wake: the poll goes on.
    private void WakePoller()
    {
        if (!_isPolling)
        {
            _stream.Wake();
        }
    }

    private static void Check(QualityOfService qualityOfService)
    {
        if ((uint)qualityOfService > (uint)QualityOfService.ExactlyOnce)
        {
            throw new ArgumentOutOfRangeException(nameof(qualityOfService), "QoS is 0, 1 or 2 (3.3.1-4)");
        }
    }
}
