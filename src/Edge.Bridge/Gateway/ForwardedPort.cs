using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

/// <summary>The way to a client behind a forwarder (MQTT-SN 1.2 §5.5), which knows it by a node id.</summary>
/// <param name="forwarder">The way to the forwarder.</param>
/// <param name="nodeId">The client's node id.</param>
internal sealed class ForwardedPort(IClientPort forwarder, byte[] nodeId) : IClientPort
{
    private readonly int _frameBytes = ForwarderEncapsulation.Bytes(nodeId.Length);

    /// <inheritdoc/>
    public int MessageBytesMax => forwarder.MessageBytesMax - _frameBytes;

    /// <summary>False: beyond the forwarder nobody knows.</summary>
    public bool IsReliable => false;

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count)
    {
        byte[] frame = new byte[_frameBytes + count];
        int at = ForwarderEncapsulation.Write(frame, 0, 0, nodeId, 0, nodeId.Length);
        buffer.AsSpan(offset, count).CopyTo(frame.AsSpan(at));
        return forwarder.Send(frame, 0, frame.Length);
    }
}
