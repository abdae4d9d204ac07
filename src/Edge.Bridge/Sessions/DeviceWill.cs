using Edge.Bridge.Journals;
using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>The will of a device (MQTT 3.1.2-8).</summary>
internal static class DeviceWill
{
    // A device that was connected when the bridge ended has at least this long to come back.
    private const int GraceMinMs = 30_000;

    /// <summary>The will in a CONNECT, or null.</summary>
    public static StoredWill? From(ConnectPacket connect)
    {
        if (!connect.HasWill)
        {
            return null;
        }

        Topic topic = Topic.FromUtf8(connect.Buffer, connect.WillTopicOffset, connect.WillTopicLength);
        byte[] payload = connect.Buffer.AsSpan(connect.WillPayloadOffset, connect.WillPayloadLength).ToArray();
        return new StoredWill(
            topic, payload, connect.WillQualityOfService, connect.IsWillRetained, GraceMs(connect.KeepAliveSeconds * 1500));
    }

    /// <summary>How long a device that was connected when the bridge ended has to come back.</summary>
    /// <param name="silenceMs">So long it may be silent.</param>
    public static int GraceMs(int silenceMs) => Math.Max(GraceMinMs, silenceMs);
}
