using System.Text;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>A packet as a value, to be compared with what was read and to be written.</summary>
internal abstract record WirePacket(PacketType Type);

internal sealed record WireConnect(
    bool IsCleanSession,
    int KeepAliveSeconds,
    Items<byte> ClientId,
    WireWill? Will = null,
    Items<byte>? UserName = null,
    Items<byte>? Password = null) : WirePacket(PacketType.Connect);

internal sealed record WireWill(
    Items<byte> Topic, Items<byte> Payload, QualityOfService QualityOfService, bool IsRetained);

/// <summary>A CONNECT of another version of the protocol, of which nothing else is known.</summary>
internal sealed record WireOtherLevel(int ProtocolLevel) : WirePacket(PacketType.Connect);

internal sealed record WireConnack(bool IsSessionPresent, ConnectReturnCode ReturnCode) : WirePacket(PacketType.Connack);

internal sealed record WirePublish(
    Items<byte> Topic,
    Items<byte> Payload,
    QualityOfService QualityOfService = QualityOfService.AtMostOnce,
    int Identifier = 0,
    bool IsDuplicate = false,
    bool IsRetained = false) : WirePacket(PacketType.Publish);

internal sealed record WireShort(PacketType ShortType, int Identifier) : WirePacket(ShortType);

internal sealed record WireEmpty(PacketType EmptyType) : WirePacket(EmptyType);

internal sealed record WireSuback(int Identifier, Items<byte> Codes) : WirePacket(PacketType.Suback);

/// <summary>SUBSCRIBE, or UNSUBSCRIBE, whose filters have QoS 0 here.</summary>
internal sealed record WireFilters(PacketType FiltersType, int Identifier, Items<WireFilter> Filters)
    : WirePacket(FiltersType);

internal sealed record WireFilter(Items<byte> Filter, QualityOfService QualityOfService = QualityOfService.AtMostOnce);

/// <summary>Short ways to say a value.</summary>
internal static class Wire
{
    public static Items<byte> Text(string text) => new(Encoding.UTF8.GetBytes(text));

    public static Items<byte> Bytes(params byte[] bytes) => new(bytes);
}
