using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;

namespace Edge.Bridge;

// The way down: from the broker to the sessions that want a message.
internal sealed partial class Custody
{
    private readonly Dictionary<DeviceSession, QualityOfService> _wanted = [];
    private readonly List<ParkedMessage> _parkedDown = [];

    // The broker has no session of this bridge: what it sends as retained may be what was missed.
    private bool _hasBrokerForgotten;

    /// <inheritdoc/>
    public bool OnDownlink(Topic topic, Message publish)
    {
        FindRecipients(topic, publish.IsRetained);
        ArraySegment<byte> payload = new(publish.PayloadBuffer, publish.PayloadOffset, publish.PayloadLength);
        StoredMessage? message = null;
        List<(DeviceSession Device, Delivery Delivery)> deliveries = [];
        foreach ((DeviceSession device, QualityOfService granted) in _wanted)
        {
            QualityOfService qualityOfService = granted < publish.QualityOfService ? granted : publish.QualityOfService;
            if (qualityOfService == QualityOfService.AtMostOnce)
            {
                bool isSent = device.Connection?.SendAtMostOnce(topic, payload, publish.IsRetained) == true;
                DroppedAtMostOnce += isSent ? 0 : 1;
                continue;
            }

            message ??= _journal.Message(topic, payload.ToArray(), publish.IsRetained, _utcNow());
            deliveries.Add((device, device.Store.Outbox.Add(message, qualityOfService)));
        }

        if (message == null)
        {
            return true;
        }

        TakeDown(message, deliveries, publish);
        return false;
    }

    /// <inheritdoc/>
    public void OnUplinkSubscribed(TopicFilter filter) => Sessions.Requests.Answered(filter, _now);

    /// <inheritdoc/>
    public void OnUplinkConnected(bool isSessionPresent) => _hasBrokerForgotten = !isSessionPresent;

    /// <inheritdoc/>
    public void OnUplinkLost()
    {
        _parkedDown.ForEach(message => message.Withdraw());
        _parkedDown.Clear();
    }

    // What a new subscription brings goes to whoever asked. When nobody has, the broker was asked again for everything: it
    // is of interest only when messages may have been missed meanwhile.
    private void FindRecipients(Topic topic, bool isRetained)
    {
        if (isRetained)
        {
            Sessions.Requests.Match(topic, _now, _wanted);
        }

        if (!isRetained || (_wanted.Count == 0 && _hasBrokerForgotten))
        {
            Sessions.Tree.Match(topic.Utf8Bytes, _wanted);
        }
    }

    private void TakeDown(
        StoredMessage message, List<(DeviceSession Device, Delivery Delivery)> deliveries, Message publish)
    {
        bool isExactlyOnce = publish.QualityOfService == QualityOfService.ExactlyOnce;
        int identifier = isExactlyOnce ? publish.Identifier : 0;
        int answer = publish.Delivery;
        Delivery[] rows = [.. deliveries.Select(pair => pair.Delivery)];
        ParkedMessage parked = _journal.TryTake(
            message.Bytes,
            file =>
            {
                file.Add(message, rows);
                if (identifier != 0)
                {
                    file.AddInbound(0, identifier);
                }
            },
            written: () =>
            {
                Uplink.Acknowledge(answer);
                foreach ((DeviceSession device, Delivery delivery) in deliveries)
                {
                    Stored(device, delivery);
                }
            },
            begun: () =>
            {
                if (identifier != 0)
                {
                    Broker.TakeInbound(identifier);
                }
            },
            isPatient: true)!;
        if (parked.IsParked && !isExactlyOnce)
        {
            _parkedDown.RemoveAll(other => !other.IsParked);
            _parkedDown.Add(parked);
        }
    }

    private void Stored(DeviceSession device, Delivery delivery)
    {
        if (!Sessions.IsOver(device))
        {
            device.Store.Outbox.Stored(delivery);
            return;
        }

        // The session ended while the message waited to be written: nobody would ever take it out.
        _journal.Relieve(file => file.RemoveDelivery(delivery.Recipient, delivery.Sequence), null, isUrgent: false);
    }
}
