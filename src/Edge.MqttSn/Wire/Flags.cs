namespace Edge.MqttSn;

/// <summary>The octet of flags: DUP(7) QoS(6,5) Retain(4) Will(3) CleanSession(2) TopicIdType(1,0) (5.3.4).</summary>
public static class Flags
{
    /// <summary>Sent before (PUBLISH, SUBSCRIBE).</summary>
    public const int Dup = 0x80;

    /// <summary>To be kept for later subscribers (PUBLISH, WILLTOPIC, WILLTOPICUPD).</summary>
    public const int Retain = 0x10;

    /// <summary>The client has a will (CONNECT).</summary>
    public const int Will = 0x08;

    /// <summary>The session of before is deleted (CONNECT).</summary>
    public const int CleanSession = 0x04;

    private const int QosShift = 5;

    /// <summary>QoS -1 to 2; -1 is written as 3 (6.8).</summary>
    public static int QualityOfService(int flags)
    {
        int bits = (flags >> QosShift) & 3;
        return bits == 3 ? -1 : bits;
    }

    /// <summary>The flags of a QoS of -1 to 2.</summary>
    public static int OfQualityOfService(int qualityOfService) => (qualityOfService & 3) << QosShift;

    /// <summary>What the topic id is.</summary>
    public static TopicIdType TopicIdType(int flags) => (TopicIdType)(flags & 3);
}
