using System.Text;
using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Bridge.Loop;
using Edge.Bridge.Status;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Uplinks;

/// <summary>The bridge's connection to the broker upstream: maps the prefix, restores subscriptions, and sends what is in
/// the journal for it until the broker has acknowledged it.</summary>
internal sealed partial class Uplink : ClientHandler, ILoopTask, IOutboxTarget
{
    private const int SubscriptionsMax = 10_000;

    // What the broker may have sent and the journal has not taken yet.
    private const int HeldMax = 1000;

    // A larger message is read from where it is.
    private const int LogBytes = 256 * 1024;

    private readonly MqttClient _client;
    private readonly IUplinkOwner _owner;
    private readonly JournalSession _session;
    private readonly byte[] _prefix;
    private readonly string _address;
    private readonly Func<string?> _streamError;
    private readonly ILogger _logger;
    private bool _isAbsenceTold;
    private string? _lastError;

    /// <param name="options">Where the broker is and how to speak to it.</param>
    /// <param name="packetBytesMax">The largest packet of a device, in bytes.</param>
    /// <param name="stream">The way to it.</param>
    /// <param name="streamError">Why the stream is not open, or null.</param>
    /// <param name="session">What the broker is owed, and what was taken from it.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <param name="logger">Told when the broker comes and goes.</param>
    public Uplink(
        UplinkOptions options, int packetBytesMax, IByteStream stream, Func<string?> streamError, JournalSession session,
        IUplinkOwner owner, ILogger logger)
    {
        _session = session;
        _prefix = Encoding.UTF8.GetBytes(options.Prefix);
        _address = string.Join(", ", options.Addresses);
        _streamError = streamError;
        _owner = owner;
        _logger = logger;
        int packetBytes = packetBytesMax + _prefix.Length + 16;
        _client = new MqttClient(
            new MqttClientOptions(options.ClientId)
            {
                KeepAliveSeconds = options.KeepAliveSeconds,
                UserName = options.Username,
                Password = options.Password == null ? null : Encoding.UTF8.GetBytes(options.Password),
                InFlightMax = Math.Max(options.InFlight, session.ReleasedCount),
                HeldMax = HeldMax,
                InboundMax = HeldMax,
                Store = session,
                SubscriptionsMax = SubscriptionsMax,
                ReceiveBytes = packetBytes,
                SendBytes = 64 * 1024,
                LogBytes = LogBytes,
                RetryFirstMs = 250,
                RetryMaxMs = 30_000,
                Seed = (uint)Random.Shared.Next(),
            },
            Gate(stream, session),
            this);
        session.Outbox.Open(this, options.InFlight);
    }

    /// <summary>Connected to the broker.</summary>
    public bool IsConnected => _client.Session.IsConnected;

    /// <summary>How it is.</summary>
    public UplinkStatus Status
    {
        get
        {
            SessionCounters counters = _client.Session.Counters;
            return new UplinkStatus(
                _address, IsConnected, IsConnected ? null : _lastError, _session.Outbox.Count, counters.PublishesAcknowledged,
                counters.PublishesResent, counters.PublishesSkipped);
        }
    }

    /// <summary>The connection was closed on request; nothing happens any more.</summary>
    public bool IsStopped => _client.IsStopped;

    /// <inheritdoc/>
    public int Poll(long now)
    {
        int waitMs = _client.Poll(now);
        // Room may have come, or an identifier that a subscription had.
        _session.Outbox.Pump();
        return waitMs;
    }

    /// <summary>A device's topic as the broker knows it; null when it is longer than a topic may be.</summary>
    public Topic? Upstream(ReadOnlySpan<byte> topic)
    {
        byte[] full = [.. _prefix, .. topic];
        return full.Length > 65_535 ? null : Topic.FromUtf8(full, 0, full.Length);
    }

    /// <summary>Sends a message of QoS 0; it is gone when the broker is away or does not keep up.</summary>
    /// <returns>False when it is.</returns>
    public bool SendAtMostOnce(Topic topic, ArraySegment<byte> payload, bool isRetained) => IsConnected
        && _client.Publish(
            topic, payload.Array!, payload.Offset, payload.Count, QualityOfService.AtMostOnce, isRetained, 0)
        < PublishResult.RefusedFull;

    /// <inheritdoc/>
    public bool Send(Delivery delivery, bool isResend)
    {
        StoredMessage message = delivery.Message;
        return _client.PublishKept(
            delivery.Identifier, isResend, message.Topic, message.Payload, delivery.QualityOfService, message.IsRetained,
            delivery.Token) < PublishResult.RefusedFull;
    }

    /// <summary>Asks the broker for a device's filter.</summary>
    /// <returns>False when it cannot be asked for.</returns>
    public bool Subscribe(TopicFilter filter)
    {
        TopicFilter? upstream = Upstream(filter);
        return upstream != null && _client.Subscribe(upstream, QualityOfService.ExactlyOnce);
    }

    /// <summary>No device asks for this filter any more.</summary>
    public void Unsubscribe(TopicFilter filter)
    {
        TopicFilter? upstream = Upstream(filter);
        if (upstream != null)
        {
            _client.Unsubscribe(upstream);
        }
    }

    /// <summary>Acknowledges a message that came down.</summary>
    public void Acknowledge(int delivery) => _client.Acknowledge(delivery);

    /// <summary>Says goodbye to the broker; poll until <see cref="IsStopped"/>.</summary>
    public void Disconnect() => _client.Disconnect();

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        ReadOnlySpan<byte> name = message.TopicBuffer.AsSpan(message.TopicOffset, message.TopicLength);
        if (!name.StartsWith(_prefix) || name.Length == _prefix.Length)
        {
            // No filter of ours matches it; there is nobody here to give it to.
            return true;
        }

        int offset = message.TopicOffset + _prefix.Length;
        return _owner.OnDownlink(Topic.FromUtf8(message.TopicBuffer, offset, name.Length - _prefix.Length), message);
    }

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token)
    {
        if (token != 0)
        {
            _session.Acknowledged(token);
            _session.Outbox.Pump();
        }
    }

    /// <inheritdoc/>
    public override void OnConnected(bool isSessionPresent)
    {
        _isAbsenceTold = false;
        LogConnected(_address);
        _owner.OnUplinkConnected(isSessionPresent);
    }

    /// <inheritdoc/>
    public override void OnDisconnected(DisconnectReason reason)
    {
        _owner.OnUplinkLost();
        if (reason == DisconnectReason.Requested)
        {
            return;
        }

        string why = reason switch
        {
            DisconnectReason.Refused => $"refused: {_client.ReturnCode}",
            DisconnectReason.ProtocolViolation => $"the broker broke a rule: {_client.Session.LastViolation}",
            DisconnectReason.HandlerFailed => $"failed here: {_client.Session.LastHandlerFailure?.Message}",
            _ => _streamError() is { } error ? $"{reason}: {error}" : reason.ToString(),
        };
        _lastError = why;
        // Told once an outage; the tries in between are not news.
        if (!_isAbsenceTold)
        {
            _isAbsenceTold = true;
            LogLost(_address, why);
        }
    }

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
    {
        if (!isGranted)
        {
            LogRefused(_address, filter);
        }

        byte[] full = filter.Utf8Bytes;
        _owner.OnUplinkSubscribed(TopicFilter.FromUtf8(full, _prefix.Length, full.Length - _prefix.Length));
    }

    private static GatedStream Gate(IByteStream stream, JournalSession session)
    {
        GatedStream gated = new(stream);
        session.Stream = gated;
        return gated;
    }

    private TopicFilter? Upstream(TopicFilter filter)
    {
        byte[] full = [.. _prefix, .. filter.Utf8Bytes];
        return TopicFilter.IsValid(full, 0, full.Length) ? TopicFilter.FromUtf8(full, 0, full.Length) : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "uplink {Address}: connected")]
    private partial void LogConnected(string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "uplink {Address}: {Why}; trying again")]
    private partial void LogLost(string address, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "uplink {Address}: refuses the subscription {Filter}")]
    private partial void LogRefused(string address, TopicFilter filter);
}
