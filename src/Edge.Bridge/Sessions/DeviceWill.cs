using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>What is published for a device that goes without a DISCONNECT (MQTT 3.1.2-8).</summary>
internal sealed record DeviceWill(byte[] Topic, byte[] Payload, QualityOfService QualityOfService, bool IsRetained)
{
    /// <summary>The will of a CONNECT, or null.</summary>
    public static DeviceWill? From(ConnectPacket connect)
    {
        if (!connect.HasWill)
        {
            return null;
        }

        byte[] topic = connect.Buffer.AsSpan(connect.WillTopicOffset, connect.WillTopicLength).ToArray();
        byte[] payload = connect.Buffer.AsSpan(connect.WillPayloadOffset, connect.WillPayloadLength).ToArray();
        return new DeviceWill(topic, payload, connect.WillQualityOfService, connect.IsWillRetained);
    }
}
