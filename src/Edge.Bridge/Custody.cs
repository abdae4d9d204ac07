using System.Text;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.Bridge.Uplinks;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge;

/// <summary>Who has what: a message is acknowledged when it is in the journal, and stays there until the broker, or on the
/// way down every session it is for, has acknowledged it.</summary>
internal sealed partial class Custody : IDeviceOwner, IUplinkOwner, ILoopTask
{
    private const int LookMs = 1000;

    private readonly Journal _journal;
    private readonly int _clientsMax;
    private readonly Func<long> _utcNow;
    private readonly ILogger _logger;
    private long _now;

    /// <param name="journal">Keeps everything.</param>
    /// <param name="settings">What devices may take.</param>
    /// <param name="utcNow">Milliseconds since 1970, UTC.</param>
    /// <param name="logger">Told what an operator wants to know.</param>
    public Custody(Journal journal, CustodySettings settings, Func<long> utcNow, ILogger logger)
    {
        _journal = journal;
        _clientsMax = settings.ClientsMax;
        _room = settings.Journal;
        _utcNow = utcNow;
        _logger = logger;
        Broker = new JournalSession(journal, 0, journal.Contents.Recipient(0), settings.InFlight);
        Sessions = new DeviceSessions(journal, settings, utcNow);
        journal.Full = MakeRoom;
    }

    /// <summary>What the broker is owed.</summary>
    public JournalSession Broker { get; }

    /// <summary>The devices' sessions.</summary>
    public DeviceSessions Sessions { get; }

    /// <summary>Devices connected.</summary>
    public int Devices { get; private set; }

    /// <summary>Devices' messages that are not in the journal yet, and so not acknowledged.</summary>
    public int Held { get; private set; }

    /// <summary>QoS 0 messages dropped, because the broker was away or a device did not keep up.</summary>
    public long DroppedAtMostOnce { get; private set; }

    /// <summary>Messages refused because their device has no right to publish there.</summary>
    public long NotPermitted { get; private set; }

    /// <summary>Nothing new is taken from devices; what was taken is still acknowledged.</summary>
    public bool IsClosing { get; set; }

    private Uplink Uplink { get; set; } = null!;

    /// <summary>Sets the way up, before anything runs, and asks the broker for what sessions of before are subscribed to.</summary>
    public void Attach(Uplink uplink)
    {
        Uplink = uplink;
        foreach (TopicFilter filter in Sessions.Filters)
        {
            uplink.Subscribe(filter);
        }
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        _now = now;
        _isMakingRoom = false;
        Sessions.Expire(WillDue, Expire);
        DropOld();
        return LookMs;
    }

    /// <inheritdoc/>
    public bool OnDevicePublish(DeviceConnection connection, Message message)
    {
        ReadOnlySpan<byte> name = message.TopicBuffer.AsSpan(message.TopicOffset, message.TopicLength);
        ArraySegment<byte> payload = new(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        if (IsClosing)
        {
            return false;
        }

        if (!connection.Rules.AllowsPublish(message.TopicBuffer, message.TopicOffset, message.TopicLength)
            || Uplink.Upstream(name) is not { } topic)
        {
            // Acknowledging it would say that it is in custody.
            NotPermitted++;
            LogRefused(connection.ClientId, connection.Link, $"it may not publish to {Encoding.UTF8.GetString(name)}");
            connection.Refuse(message.Delivery, isForever: true);
            return false;
        }

        if (message.QualityOfService == QualityOfService.AtMostOnce)
        {
            DroppedAtMostOnce += Uplink.SendAtMostOnce(topic, payload, message.IsRetained) ? 0 : 1;
            return true;
        }

        Take(connection, topic, payload.ToArray(), message);
        return false;
    }

    /// <inheritdoc/>
    public void OnStrangerPublish(TopicRules rules, Message message)
    {
        ReadOnlySpan<byte> name = message.TopicBuffer.AsSpan(message.TopicOffset, message.TopicLength);
        if (!rules.AllowsPublish(message.TopicBuffer, message.TopicOffset, message.TopicLength)
            || Uplink.Upstream(name) is not { } topic)
        {
            NotPermitted++;
            return;
        }

        ArraySegment<byte> payload = new(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        DroppedAtMostOnce += Uplink.SendAtMostOnce(topic, payload, message.IsRetained) ? 0 : 1;
    }

    /// <summary>Ends every device's connection.</summary>
    public void CloseDevices()
    {
        foreach (DeviceSession device in Sessions.All)
        {
            device.Connection?.Close(DisconnectReason.Closed);
        }
    }

    private void Take(DeviceConnection connection, Topic topic, byte[] payload, Message publish)
    {
        DeviceSession device = connection.Device!;
        StoredMessage message = _journal.Message(topic, payload, publish.IsRetained, _utcNow());
        Delivery delivery = Broker.Outbox.Add(message, publish.QualityOfService);
        int identifier = publish.QualityOfService == QualityOfService.ExactlyOnce ? publish.Identifier : 0;
        int answer = publish.Delivery;
        int generation = connection.Generation;
        ParkedMessage? parked = _journal.TryTake(
            message.Bytes,
            file =>
            {
                file.Add(message, [delivery]);
                if (identifier != 0)
                {
                    file.AddInbound(device.Id, identifier);
                }
            },
            written: () =>
            {
                Held--;
                connection.Acknowledge(generation, answer);
                Broker.Outbox.Stored(delivery);
            },
            begun: () =>
            {
                Held++;
                if (identifier != 0)
                {
                    device.Store.TakeInbound(identifier);
                }
            },
            isPatient: false);
        if (parked == null)
        {
            LogRefused(connection.ClientId, connection.Link, "the journal is full");
            connection.Refuse(answer, isForever: false);
        }
        else if (parked.IsParked)
        {
            connection.Park(parked);
        }
    }
}
