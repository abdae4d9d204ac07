namespace Edge.Bridge.Drill;

/// <summary>Publishes numbered messages: a device to the bridge, a broker or a broker's client towards a device.</summary>
internal interface INumberPublisher
{
    /// <summary>Takes the next message of a flow, to deliver it whatever happens.</summary>
    /// <returns>False when it has no room now; then nothing has happened.</returns>
    bool TryPublish(Flow flow);
}
