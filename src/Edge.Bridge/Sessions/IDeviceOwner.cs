using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>What a device's session asks and tells.</summary>
internal interface IDeviceOwner
{
    /// <summary>A device wants in under its client identifier.</summary>
    ConnectReturnCode OnDeviceConnecting(DeviceSession device);

    /// <summary>A device has published.</summary>
    /// <returns>True: acknowledge it now. False: later, or never when the connection is being closed.</returns>
    bool OnDevicePublish(DeviceSession device, PublishPacket publish);

    /// <summary>A device asks for a filter.</summary>
    /// <returns>False to refuse it.</returns>
    bool OnDeviceSubscribe(TopicFilter filter);

    /// <summary>A device has acknowledged a message from upstream.</summary>
    void OnDeviceAcknowledged(DeviceSession device, int token);

    /// <summary>A device's session has ended.</summary>
    /// <param name="device">Its subscriptions and its will are still there.</param>
    /// <param name="reason">Why; with <see cref="DisconnectReason.Requested"/> the will is void.</param>
    void OnDeviceGone(DeviceSession device, DisconnectReason reason);

    /// <summary>A device gives a filter up.</summary>
    void OnDeviceUnsubscribe(TopicFilter filter);
}
