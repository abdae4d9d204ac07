using System;

namespace Edge.Mqtt;

/// <summary>What the standard calls session state (MQTT 4.1): messages and identifiers of both directions that outlive a
/// connection. A client has one; a server keeps one for each client that may come back.</summary>
public sealed class SessionState : ISessionRecords
{
    internal readonly Sender Sender;
    internal readonly InboundExactlyOnce Inbound;

    // The delivery number after the last one given: no connection of this session gives one twice.
    internal int NextDelivery = 1;

    private readonly SessionRecords? _records;

    /// <param name="logBytes">Room for messages that wait or are unacknowledged, 64 to 16,777,215 bytes.</param>
    /// <param name="inFlightMax">Messages sent and not yet acknowledged, 1 to 1,000.</param>
    /// <param name="inboundMax">QoS 2 messages received and not yet released by the peer, 1 to 65,535.</param>
    /// <param name="whenFull">What happens to a publish without room.</param>
    /// <param name="store">Survives a reboot; null for none.</param>
    /// <param name="storesMessages">Messages of QoS 1 and 2 are in the store before their publish returns.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the store holds more than fits.</exception>
    public SessionState(
        int logBytes, int inFlightMax, int inboundMax, WhenFull whenFull, ISessionStore? store, bool storesMessages)
    {
        _records = store == null ? null : new SessionRecords(store, storesMessages);
        Sender = new Sender(logBytes, inFlightMax, whenFull, _records);
        Inbound = new InboundExactlyOnce(inboundMax);
        if (_records != null)
        {
            _records.Load(this);
        }
    }

    /// <summary>Messages waiting to be sent or to be acknowledged by the peer.</summary>
    public int QueuedMessages => Sender.Count;

    /// <summary>Takes a record back from the store.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    void ISessionRecords.OnRecord(int key, byte[] bytes, int offset, int count)
    {
        int identifier = key & 0xFFFF;
        bool fits = true;
        switch (key >> 16)
        {
            case SessionRecords.KindMessage:
                fits = Sender.Restore(identifier, bytes, offset, count);
                break;
            case SessionRecords.KindRelease:
                fits = Sender.RestoreRelease(identifier, bytes, offset);
                break;
            case SessionRecords.KindInbound:
                fits = !Inbound.IsFull;
                if (fits)
                {
                    Inbound.AddTaken(identifier);
                }

                break;
            default:
                break;
        }

        if (!fits)
        {
            throw new ArgumentException("the session store holds more than the session may take");
        }
    }

    // The owner has taken a message, by its delivery number.
    internal void TakeExactlyOnce(int delivery)
    {
        int identifier = Inbound.Take(delivery);
        if (identifier != 0 && _records != null)
        {
            _records.PutInbound(identifier);
        }
    }

    // A PUBREL has come: its identifier is free for a new message.
    internal void ReleaseInbound(int identifier)
    {
        if (Inbound.Remove(identifier) && _records != null)
        {
            _records.RemoveInbound(identifier);
        }
    }

    internal bool Flush() => _records == null || _records.Flush();

    // The session goes on in a new connection.
    internal void Resume(bool peerHasSession)
    {
        if (!peerHasSession)
        {
            // The peer begins its identifiers anew: what is remembered of them would swallow new messages.
            ClearInbound();
        }

        if (_records != null && _records.TakeFailure())
        {
            Sender.PutAgain();
            Inbound.Put(_records);
        }

        Sender.Resume();
    }

    // A session that begins with this connection.
    internal void BeginClean(ISessionHandler handler)
    {
        ClearInbound();
        while (Sender.BeginClean(out int token) != 0)
        {
            handler.OnPublishAcknowledged(token);
        }
    }

    // A server's client begins anew: nothing of the old session is left.
    internal void Clear()
    {
        ClearInbound();
        Sender.Clear();
    }

    private void ClearInbound()
    {
        int identifier;
        while ((identifier = Inbound.Any) != 0)
        {
            ReleaseInbound(identifier);
        }
    }
}
