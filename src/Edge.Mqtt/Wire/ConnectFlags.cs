namespace Edge.Mqtt;

/// <summary>The bits of the connect flags (MQTT 3.1.2.3).</summary>
internal static class ConnectFlags
{
    internal const int Reserved = 0x01;
    internal const int CleanSession = 0x02;
    internal const int Will = 0x04;
    internal const int WillQualityOfService = 0x18;
    internal const int WillRetain = 0x20;
    internal const int Password = 0x40;
    internal const int UserName = 0x80;
}
