using System.Text;
using Edge.Bridge.Loop;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Uplinks;

/// <summary>The bridge's connection to the broker upstream: maps the prefix, restores subscriptions, keeps what is under
/// way in memory until the broker has acknowledged it.</summary>
internal sealed partial class Uplink : MqttHandler, ILoopTask
{
    private const int SubscriptionsMax = 1000;

    private readonly MqttClient _client;
    private readonly IUplinkOwner _owner;
    private readonly byte[] _prefix;
    private readonly string _address;
    private readonly Func<string?> _streamError;
    private readonly ILogger _logger;
    private bool _isAbsenceTold;

    public Uplink(UplinkPlan plan, IByteStream stream, Func<string?> streamError, IUplinkOwner owner, ILogger logger)
    {
        _prefix = Encoding.UTF8.GetBytes(plan.Prefix);
        _address = plan.Address;
        _streamError = streamError;
        _owner = owner;
        _logger = logger;
        int packetBytes = plan.PacketBytesMax + _prefix.Length + 16;
        _client = new MqttClient(
            new MqttClientOptions(plan.ClientId)
            {
                KeepAliveSeconds = plan.KeepAliveSeconds,
                UserName = plan.UserName,
                Password = plan.Password == null ? null : Encoding.UTF8.GetBytes(plan.Password),
                InFlightMax = plan.InFlight,
                HeldMax = 65535,
                SubscriptionsMax = SubscriptionsMax,
                ReceiveBytes = packetBytes,
                SendBytes = 64 * 1024,
                LogBytes = Math.Min(0xFFFFFF, Math.Max(4 * 1024 * 1024, 2 * packetBytes)),
                RetryFirstMs = 250,
                RetryMaxMs = 30_000,
                Seed = (uint)Random.Shared.Next(),
            },
            stream,
            this);
    }

    /// <summary>Connected to the broker.</summary>
    public bool IsConnected => _client.Session.IsConnected;

    /// <summary>The connection was closed on request; nothing happens any more.</summary>
    public bool IsStopped => _client.IsStopped;

    /// <inheritdoc/>
    public int Poll(long now) => _client.Poll(now);

    /// <summary>Takes a message into the uplink's memory.</summary>
    /// <param name="topic">As the device said it.</param>
    /// <param name="payload">Copied.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The broker keeps it.</param>
    /// <param name="token">Comes back when the broker has acknowledged it.</param>
    public PublishResult Publish(
        ReadOnlySpan<byte> topic, ArraySegment<byte> payload, QualityOfService qualityOfService, bool isRetained, int token)
    {
        byte[] full = new byte[_prefix.Length + topic.Length];
        _prefix.CopyTo(full, 0);
        topic.CopyTo(full.AsSpan(_prefix.Length));
        if (full.Length > 65535)
        {
            return PublishResult.RefusedTooLarge;
        }

        return _client.Publish(
            Topic.FromUtf8(full, 0, full.Length), payload.Array!, payload.Offset, payload.Count, qualityOfService,
            isRetained, token);
    }

    /// <summary>Asks the broker for a device's filter.</summary>
    /// <returns>False when it cannot be asked for.</returns>
    public bool Subscribe(TopicFilter filter)
    {
        TopicFilter? upstream = Upstream(filter);
        return upstream != null && _client.Subscribe(upstream, QualityOfService.AtLeastOnce);
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
    public override bool OnPublishReceived(PublishPacket publish)
    {
        ReadOnlySpan<byte> name = publish.Buffer.AsSpan(publish.TopicOffset, publish.TopicLength);
        if (!name.StartsWith(_prefix) || name.Length == _prefix.Length)
        {
            // No filter of ours matches it; there is nobody here to give it to.
            return true;
        }

        int offset = publish.TopicOffset + _prefix.Length;
        return _owner.OnDownlink(Topic.FromUtf8(publish.Buffer, offset, name.Length - _prefix.Length), publish);
    }

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token) => _owner.OnUplinkAcknowledged(token);

    /// <inheritdoc/>
    public override void OnConnected(bool isSessionPresent)
    {
        _isAbsenceTold = false;
        LogConnected(_address);
    }

    /// <inheritdoc/>
    public override void OnDisconnected(DisconnectReason reason)
    {
        _owner.OnUplinkLost();
        if (reason == DisconnectReason.Requested || _isAbsenceTold)
        {
            return;
        }

        // Told once an outage; the tries in between are not news.
        _isAbsenceTold = true;
        string why = reason switch
        {
            DisconnectReason.Refused => $"refused: {_client.ReturnCode}",
            DisconnectReason.ProtocolViolation => $"the broker broke a rule: {_client.Session.LastViolation}",
            DisconnectReason.HandlerFailed => $"failed here: {_client.Session.LastHandlerFailure?.Message}",
            _ => _streamError() is { } error ? $"{reason}: {error}" : reason.ToString(),
        };
        LogLost(_address, why);
    }

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
    {
        if (!isGranted)
        {
            LogRefused(_address, filter);
        }
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
