using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;

namespace Edge.Bridge;

// Devices that come and go, and what they are subscribed to.
internal sealed partial class Custody
{
    /// <inheritdoc/>
    public void OnDeviceRefused(DeviceConnection connection, string why) =>
        LogRefused(connection.ClientId, connection.Link, why);

    /// <inheritdoc/>
    public DeviceSession? OnDeviceConnecting(
        DeviceConnection connection, bool isCleanSession, bool isWillKept, StoredWill? will, out bool isSessionPresent)
    {
        isSessionPresent = false;
        if (IsClosing)
        {
            return null;
        }

        DeviceSession? known = Sessions.Find(connection.ClientId);
        if (known != null && connection.IsBoundToLink && known.Stored.Link != connection.Link)
        {
            LogRefused(connection.ClientId, connection.Link, $"its session belongs to the link {known.Stored.Link}");
            return null;
        }

        if (known?.Connection is { } other)
        {
            // 3.1.4-2: the newcomer is the same device.
            LogTakenOver(connection.ClientId, connection.Link);
            other.Close(DisconnectReason.Closed);
            End(other, known, isWillDue: !other.KeepsWill);
            known = Sessions.Find(connection.ClientId);
        }
        else if (Devices >= _clientsMax)
        {
            LogTooMany(connection.ClientId, connection.Link, _clientsMax);
            return null;
        }

        if (known != null && (isCleanSession || known.Stored.IsClean))
        {
            // 3.1.2-6: whatever was kept is gone, and what a clean session had is never used again.
            Finish(known, null, isOver: true);
            known = null;
        }

        isSessionPresent = known != null;
        DeviceSession device = known ?? Sessions.Create(connection.ClientId, isCleanSession, connection.Link);
        DropForbidden(connection, device);
        // A will of before, which waited for the device to come back, is void.
        device.Stored = device.Stored with { DisconnectedAt = null, Will = isWillKept ? device.Stored.Will : will };
        LogConnected(connection.ClientId, connection.Link);
        return device;
    }

    /// <inheritdoc/>
    public void OnDeviceConnected(DeviceConnection connection, Action durable)
    {
        Devices++;
        _journal.Write(Put(connection.Device!), durable, isUrgent: true);
    }

    /// <inheritdoc/>
    public void OnDeviceWill(DeviceConnection connection, StoredWill? will)
    {
        DeviceSession device = connection.Device!;
        device.Stored = device.Stored with { Will = will };
        device.Store.Write(Put(device));
    }

    /// <inheritdoc/>
    public bool OnDeviceSubscribe(DeviceConnection connection, TopicFilter filter, QualityOfService granted)
    {
        // Asked again even if the broker knows it: that brings the retained messages (3.8.4-3).
        if (!connection.Rules.AllowsSubscribe(filter) || !Uplink.Subscribe(filter))
        {
            return false;
        }

        Sessions.Subscribe(connection.Device!, filter, granted);
        return true;
    }

    /// <inheritdoc/>
    public void OnDeviceUnsubscribe(DeviceConnection connection, TopicFilter filter)
    {
        if (Sessions.Unsubscribe(connection.Device!, filter))
        {
            Uplink.Unsubscribe(filter);
        }
    }

    /// <inheritdoc/>
    public void OnDeviceGone(DeviceConnection connection, DisconnectReason reason)
    {
        LogGone(connection.ClientId, connection.Link, Why(connection, reason));
        End(connection, connection.Device!, isWillDue: reason != DisconnectReason.Requested && !IsClosing);
    }

    // The rules may have changed since the session subscribed.
    private void DropForbidden(DeviceConnection connection, DeviceSession device)
    {
        foreach ((TopicFilter filter, _) in device.Subscriptions.ToList())
        {
            if (!connection.Rules.AllowsSubscribe(filter) && Sessions.Unsubscribe(device, filter))
            {
                Uplink.Unsubscribe(filter);
            }
        }
    }

    private void End(DeviceConnection connection, DeviceSession device, bool isWillDue)
    {
        connection.Detach();
        Devices--;
        StoredSession stored = device.Stored;
        // When the bridge itself ends, the device is expected back.
        bool isExpected = IsClosing && stored.Will != null;
        if (!isExpected)
        {
            bool isWillKept = connection.KeepsWill && !stored.IsClean;
            device.Stored = stored with { DisconnectedAt = _utcNow(), Will = isWillKept ? stored.Will : null };
        }

        Finish(device, isWillDue ? stored.Will : null, stored.IsClean && !isExpected);
    }

    // The end of a connection, of a session, of a wait: with the will in one change, so that it is published once.
    private void Finish(DeviceSession device, StoredWill? will, bool isOver)
    {
        if (isOver)
        {
            foreach (TopicFilter filter in Sessions.Remove(device))
            {
                Uplink.Unsubscribe(filter);
            }
        }

        if (will == null || !PublishWill(will, device))
        {
            _journal.Write(Put(device), null, isUrgent: true);
        }
    }

    // Writes a session as it is now.
    private Action<JournalFile> Put(DeviceSession device)
    {
        StoredSession stored = device.Stored;
        return Sessions.IsOver(device) ? file => file.RemoveSession(stored.Id) : file => file.PutSession(stored);
    }

    private void WillDue(DeviceSession device, StoredWill will)
    {
        LogWill(device.ClientId);
        Finish(device, will, device.Stored.IsClean);
    }

    private void Expire(DeviceSession device)
    {
        DroppedForAge += device.Store.Outbox.Count;
        LogExpired(device.ClientId, device.Store.Outbox.Count);
        Finish(device, null, isOver: true);
    }

    // False when it is not for the journal.
    private bool PublishWill(StoredWill will, DeviceSession device)
    {
        if (Uplink.Upstream(will.Topic.Utf8Bytes) is not { } topic)
        {
            NotPermitted++;
            return false;
        }

        if (will.QualityOfService == QualityOfService.AtMostOnce)
        {
            DroppedAtMostOnce += Uplink.SendAtMostOnce(topic, will.Payload, will.IsRetained) ? 0 : 1;
            return false;
        }

        StoredMessage message = _journal.Message(topic, will.Payload, will.IsRetained, _utcNow());
        Delivery delivery = Broker.Outbox.Add(message, will.QualityOfService);
        Action<JournalFile>? put = null;
        _journal.TryTake(
            message.Bytes,
            file =>
            {
                file.Add(message, [delivery]);
                put!(file);
            },
            () => Broker.Outbox.Stored(delivery),
            // It may have waited for room, and the device may have come back meanwhile.
            begun: () => put = Put(device),
            isPatient: true);
        return true;
    }

    private static string Why(DeviceConnection connection, DisconnectReason reason) => reason switch
    {
        DisconnectReason.ProtocolViolation => $"broke a rule: {connection.LastViolation}",
        DisconnectReason.HandlerFailed => $"failed here: {connection.LastFailure?.Message}",
        _ => reason.ToString(),
    };
}
