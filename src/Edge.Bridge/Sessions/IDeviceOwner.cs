using Edge.Bridge.Guard;
using Edge.Bridge.Journals;

namespace Edge.Bridge.Sessions;

/// <summary>What a device's connection asks and tells.</summary>
internal interface IDeviceOwner
{
    /// <summary>The guard has refused a device.</summary>
    void OnDeviceRefused(DeviceConnection connection, string why);

    /// <summary>A device wants in under its client identifier.</summary>
    /// <param name="connection">Not connected to a session yet.</param>
    /// <param name="isCleanSession">Whatever was kept for it is to be deleted, and nothing kept (MQTT 3.1.2-6).</param>
    /// <param name="isWillKept">The will that is with the session stays as it is.</param>
    /// <param name="will">Published when it goes without a word; null for nothing.</param>
    /// <param name="isSessionPresent">The session was there before.</param>
    /// <returns>Its session; null when it is not taken in now.</returns>
    DeviceSession? OnDeviceConnecting(
        DeviceConnection connection, bool isCleanSession, bool isWillKept, StoredWill? will, out bool isSessionPresent);

    /// <summary>A device has its session now.</summary>
    /// <param name="connection">Has it.</param>
    /// <param name="durable">To be called when everything that the session remembers is durable: only then the device is
    /// told that it is connected.</param>
    void OnDeviceConnected(DeviceConnection connection, Action durable);

    /// <summary>A connected device has another will now, or none.</summary>
    void OnDeviceWill(DeviceConnection connection, StoredWill? will);

    /// <summary>A device has published that has no connection, with QoS 0.</summary>
    /// <param name="rules">What it may do.</param>
    /// <param name="message">Valid until the call returns.</param>
    void OnStrangerPublish(TopicRules rules, Message message);

    /// <summary>A device has published.</summary>
    /// <returns>True: acknowledge it now. False: later, or never when the connection is being closed.</returns>
    bool OnDevicePublish(DeviceConnection connection, Message message);

    /// <summary>A device asks for a filter.</summary>
    /// <returns>False to refuse it.</returns>
    bool OnDeviceSubscribe(DeviceConnection connection, TopicFilter filter, QualityOfService granted);

    /// <summary>A device gives a filter up.</summary>
    void OnDeviceUnsubscribe(DeviceConnection connection, TopicFilter filter);

    /// <summary>A device's connection has ended.</summary>
    /// <param name="connection">Still has its session.</param>
    /// <param name="reason">Why; with <see cref="DisconnectReason.Requested"/> the will is void.</param>
    void OnDeviceGone(DeviceConnection connection, DisconnectReason reason);
}
