using Edge.Bridge.Guard;
using Edge.Bridge.Journals;

namespace Edge.Bridge.Sessions;

/// <summary>One device's connection, for as long as that lasts, whatever it speaks: what it says goes to custody, what
/// waits in its session goes to it.</summary>
/// <param name="link">The link on which it comes.</param>
internal abstract class DeviceConnection(string link) : IOutboxTarget
{
    private readonly List<ParkedMessage> _parked = [];

    /// <summary>The name of the link on which it comes.</summary>
    public string Link => link;

    /// <summary>The session that it has; null before it is connected.</summary>
    public DeviceSession? Device { get; private set; }

    /// <summary>The client identifier; empty before it is known.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Where its device may publish, and what it may subscribe to.</summary>
    public TopicRules Rules { get; private set; } = TopicRules.Nothing;

    /// <summary>Counts the devices that have come on it: what belongs to an earlier one is void.</summary>
    public int Generation { get; private set; }

    /// <summary>The rule that the device has broken last.</summary>
    public abstract string LastViolation { get; }

    /// <summary>What went wrong here last.</summary>
    public abstract Exception? LastFailure { get; }

    /// <summary>It may have a session only that began on its own link: without users anybody can say any client
    /// identifier.</summary>
    public virtual bool IsBoundToLink => false;

    /// <summary>The will stays with the session when the device disconnects (MQTT-SN 1.2 §6.3), where it ends with the
    /// connection in MQTT.</summary>
    public virtual bool KeepsWill => false;

    /// <summary>Sends a message of QoS 0; it is gone when there is no room for it.</summary>
    /// <returns>False when it is.</returns>
    public abstract bool SendAtMostOnce(Topic topic, ArraySegment<byte> payload, bool isRetained);

    /// <inheritdoc/>
    public abstract bool Send(Delivery delivery, bool isResend);

    /// <summary>A message that the device has published is not taken.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="isForever">It would not be taken later either.</param>
    public abstract void Refuse(int delivery, bool isForever);

    /// <summary>Ends its connection soon.</summary>
    public abstract void Close(DisconnectReason reason);

    /// <summary>Acknowledges a message that this device has published, if it is still the one.</summary>
    public void Acknowledge(int generation, int delivery)
    {
        if (generation == Generation)
        {
            Acknowledge(delivery);
        }
    }

    /// <summary>A message of its is waiting for room; it comes again if the connection ends before.</summary>
    public void Park(ParkedMessage message)
    {
        _parked.RemoveAll(parked => !parked.IsParked);
        _parked.Add(message);
    }

    /// <summary>Another connection has its session now, or the session is over.</summary>
    public void Detach()
    {
        if (Device is not { } device)
        {
            return;
        }

        Generation++;
        Device = null;
        _parked.ForEach(parked => parked.Withdraw());
        _parked.Clear();
        device.Connection = null;
        device.Store.Gate = null;
        device.Store.Outbox.Close();
        OnDetached();
    }

    /// <summary>Who is at the other end now, before it has a session.</summary>
    protected void Introduce(string clientId, TopicRules rules)
    {
        Generation++;
        ClientId = clientId;
        Rules = rules;
    }

    /// <summary>It has its session now.</summary>
    /// <param name="device">The session.</param>
    /// <param name="gate">Holds back what a packet would promise, until that is durable.</param>
    protected void Attach(DeviceSession device, IGate gate)
    {
        Device = device;
        device.Connection = this;
        device.Store.Gate = gate;
    }

    /// <summary>Acknowledges a message that the device has published.</summary>
    protected abstract void Acknowledge(int delivery);

    /// <summary>The session is gone.</summary>
    protected abstract void OnDetached();
}
