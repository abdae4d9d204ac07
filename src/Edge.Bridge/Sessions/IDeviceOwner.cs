using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>What a device's connection asks and tells.</summary>
internal interface IDeviceOwner
{
    /// <summary>The guard has refused a device.</summary>
    void OnDeviceRefused(DeviceConnection connection, string why);

    /// <summary>A device wants in under its client identifier.</summary>
    /// <param name="connection">Not connected to a session yet.</param>
    /// <param name="connect">Valid until the call returns.</param>
    /// <param name="device">Its session, when it is accepted.</param>
    /// <param name="isSessionPresent">The session was there before.</param>
    ConnectReturnCode OnDeviceConnecting(
        DeviceConnection connection, ConnectPacket connect, out DeviceSession? device, out bool isSessionPresent);

    /// <summary>A device has its session now.</summary>
    /// <param name="connection">Has it.</param>
    /// <param name="durable">To be called when everything that the session remembers is durable: only then the device is
    /// told that it is connected.</param>
    void OnDeviceConnected(DeviceConnection connection, Action durable);

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
