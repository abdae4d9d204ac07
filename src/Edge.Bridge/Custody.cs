using Edge.Bridge.Sessions;
using Edge.Bridge.Uplinks;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge;

/// <summary>What has been taken on one side and is not safe on the other yet. A device's message is acknowledged when the
/// broker has acknowledged it; a broker's when every device session it went to has.</summary>
internal sealed partial class Custody : IDeviceOwner, IUplinkOwner
{
    private const byte BrokersOwn = (byte)'$';
    private const string BrokersOwnReason = "topics that begin with '$' are the broker's own";

    // A message that nobody waits for.
    private const int NoToken = 0;

    private readonly int _clientsMax;
    private readonly ILogger _logger;
    private readonly Dictionary<string, DeviceSession> _devices = [];
    private readonly DeviceSubscriptions _subscriptions = new();
    private readonly Dictionary<int, (DeviceSession Device, int Delivery)> _up = [];
    private readonly Dictionary<int, (DeviceSession Device, Downlink Message)> _down = [];
    private Uplink? _uplink;
    private int _lastToken;

    public Custody(int clientsMax, ILogger logger)
    {
        _clientsMax = clientsMax;
        _logger = logger;
    }

    /// <summary>Devices connected.</summary>
    public int Devices => _devices.Count;

    /// <summary>Devices' messages that the broker has not acknowledged.</summary>
    public int HeldUp => _up.Count;

    /// <summary>QoS 0 messages dropped, because the broker was away or a device did not keep up.</summary>
    public long DroppedAtMostOnce { get; private set; }

    /// <summary>Nothing new is taken from devices; what was taken is still acknowledged.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Sets the way up, before anything runs.</summary>
    public void Attach(Uplink uplink) => _uplink = uplink;

    /// <inheritdoc/>
    public ConnectReturnCode OnDeviceConnecting(DeviceSession device)
    {
        if (IsClosing)
        {
            return ConnectReturnCode.ServerUnavailable;
        }

        if (device.Will is { } will && will.Topic[0] == BrokersOwn)
        {
            LogRefused(device.ClientId, device.Link, BrokersOwnReason);
            return ConnectReturnCode.NotAuthorized;
        }

        if (_devices.TryGetValue(device.ClientId, out DeviceSession? other) && other != device)
        {
            // 3.1.4-2: the newcomer is the same device.
            LogTakenOver(device.ClientId, device.Link);
            other.Close(DisconnectReason.Closed);
            // Before the newcomer says anything: what it publishes must not be overtaken by its predecessor's will.
            PublishWill(other);
            Forget(other);
        }
        else if (_devices.Count >= _clientsMax)
        {
            LogTooMany(device.ClientId, device.Link, _clientsMax);
            return ConnectReturnCode.ServerUnavailable;
        }

        _devices[device.ClientId] = device;
        LogConnected(device.ClientId, device.Link);
        return ConnectReturnCode.Accepted;
    }

    /// <inheritdoc/>
    public bool OnDevicePublish(DeviceSession device, PublishPacket publish)
    {
        ReadOnlySpan<byte> topic = publish.Buffer.AsSpan(publish.TopicOffset, publish.TopicLength);
        ArraySegment<byte> payload = new(publish.Buffer, publish.PayloadOffset, publish.PayloadLength);
        if (IsClosing)
        {
            return false;
        }

        if (topic[0] == BrokersOwn)
        {
            Refuse(device, BrokersOwnReason);
            return false;
        }

        if (publish.QualityOfService == QualityOfService.AtMostOnce)
        {
            bool isGone = !_uplink!.IsConnected
                || _uplink.Publish(topic, payload, publish.QualityOfService, publish.IsRetained, NoToken) >= PublishResult.RefusedFull;
            DroppedAtMostOnce += isGone ? 1 : 0;
            return true;
        }

        int token = NextToken();
        PublishResult result = _uplink!.Publish(topic, payload, publish.QualityOfService, publish.IsRetained, token);
        if (result >= PublishResult.RefusedFull)
        {
            Refuse(device, result == PublishResult.RefusedFull
                ? "the uplink's memory is full"
                : "a message is larger than the uplink's memory");
            return false;
        }

        _up[token] = (device, publish.Delivery);
        return false;
    }

    /// <inheritdoc/>
    public bool OnDeviceSubscribe(TopicFilter filter)
    {
        // A shared subscription upstream would take messages from others that no device here is matched with.
        if (filter.Utf8Bytes.AsSpan().StartsWith("$share/"u8))
        {
            return false;
        }

        // Asked again even if the broker knows it: that brings the retained messages (3.8.4-3).
        if (!_uplink!.Subscribe(filter))
        {
            return false;
        }

        _subscriptions.Add(filter);
        return true;
    }

    /// <inheritdoc/>
    public void OnDeviceUnsubscribe(TopicFilter filter)
    {
        if (_subscriptions.Remove(filter))
        {
            _uplink!.Unsubscribe(filter);
        }
    }

    /// <inheritdoc/>
    public void OnDeviceAcknowledged(DeviceSession device, int token)
    {
        if (_down.Remove(token, out (DeviceSession Device, Downlink Message) awaited))
        {
            awaited.Message.Settle(_uplink!);
        }
    }

    /// <inheritdoc/>
    public void OnDeviceGone(DeviceSession device, DisconnectReason reason)
    {
        LogGone(device.ClientId, device.Link, Why(device, reason));
        if (_devices.TryGetValue(device.ClientId, out DeviceSession? known) && known == device)
        {
            Forget(device);
        }

        if (reason != DisconnectReason.Requested && !IsClosing)
        {
            PublishWill(device);
        }
    }

    /// <inheritdoc/>
    public bool OnDownlink(Topic topic, PublishPacket publish)
    {
        ArraySegment<byte> payload = new(publish.Buffer, publish.PayloadOffset, publish.PayloadLength);
        Downlink? message = null;
        foreach (DeviceSession device in _devices.Values)
        {
            if (device.Wanted(topic) is not { } granted)
            {
                continue;
            }

            QualityOfService qualityOfService = granted < publish.QualityOfService ? granted : publish.QualityOfService;
            int token = qualityOfService == QualityOfService.AtMostOnce ? NoToken : NextToken();
            switch (device.Publish(topic, payload, qualityOfService, publish.IsRetained, token))
            {
                case PublishResult.RefusedFull:
                    // QoS 0, which is the first to go; QoS 1 waits with the device.
                    DroppedAtMostOnce++;
                    break;
                case PublishResult.RefusedTooLarge:
                    LogTooLarge(device.ClientId, device.Link, topic, payload.Count);
                    break;
                case var _ when token != NoToken:
                    message ??= new Downlink(publish.Delivery);
                    message.Await();
                    _down[token] = (device, message);
                    break;
                default:
                    break;
            }
        }

        return message == null;
    }

    /// <inheritdoc/>
    public void OnUplinkAcknowledged(int token)
    {
        if (_up.Remove(token, out (DeviceSession Device, int Delivery) held))
        {
            held.Device.Acknowledge(held.Delivery);
        }
    }

    /// <inheritdoc/>
    public void OnUplinkLost() => _down.Clear();

    /// <summary>Ends every device's connection.</summary>
    public void CloseDevices()
    {
        foreach (DeviceSession device in _devices.Values)
        {
            device.Close(DisconnectReason.Closed);
        }
    }

    private void PublishWill(DeviceSession device)
    {
        if (device.TakeWill() is not { } will)
        {
            return;
        }

        if (_uplink!.Publish(will.Topic, will.Payload, will.QualityOfService, will.IsRetained, NoToken) >= PublishResult.RefusedFull)
        {
            LogWillLost(device.ClientId, device.Link);
        }
    }

    private void Forget(DeviceSession device)
    {
        _devices.Remove(device.ClientId);
        foreach (TopicFilter filter in device.Filters)
        {
            OnDeviceUnsubscribe(filter);
        }

        foreach ((int token, (DeviceSession owed, Downlink message)) in _down.ToList())
        {
            if (owed == device)
            {
                _down.Remove(token);
                message.Settle(_uplink!);
            }
        }
    }

    private void Refuse(DeviceSession device, string why)
    {
        LogRefused(device.ClientId, device.Link, why);
        device.Close(DisconnectReason.Closed);
    }

    private int NextToken()
    {
        _lastToken = _lastToken == int.MaxValue ? 1 : _lastToken + 1;
        return _lastToken;
    }

    private static string Why(DeviceSession device, DisconnectReason reason) => reason switch
    {
        DisconnectReason.ProtocolViolation => $"broke a rule: {device.Session.LastViolation}",
        DisconnectReason.HandlerFailed => $"failed here: {device.Session.LastHandlerFailure?.Message}",
        _ => reason.ToString(),
    };
}
