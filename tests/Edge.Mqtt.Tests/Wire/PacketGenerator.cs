using FsCheck;
using FsCheck.Fluent;
using static Edge.Mqtt.Tests.Wire.Wire;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>Random packets of every kind, all well-formed.</summary>
internal static class PacketGenerator
{
    private static readonly Gen<bool> Flag = Gen.Elements(false, true);
    private static readonly Gen<QualityOfService> Quality = Gen.Elements(Enum.GetValues<QualityOfService>());
    private static readonly Gen<int> Identifier = Gen.OneOf(Gen.Choose(1, 65535), Gen.Elements(1, 255, 256, 65535));

    private static readonly Gen<string> Level =
        Gen.Elements("", "a", "$SYS", "temperature", "grüße", "𝄞", "\ufeff", " ", "\u0001", "0123456789012345678901234567890");

    private static readonly Gen<string> Name =
        Level.NonEmptyListOf().Select(levels => string.Join('/', levels)).Where(name => name.Length > 0);

    private static readonly Gen<string> Filter =
        Gen.Frequency((3, Level), (1, Gen.Constant("+"))).NonEmptyListOf()
            .SelectMany(levels => Gen.Elements("", "/#"), (levels, end) => string.Join('/', levels) + end)
            .Select(filter => filter.Length == 0 ? "#" : filter);

    // Sizes around those at which a length takes another byte.
    private static readonly Gen<Items<byte>> Payload =
        Gen.Frequency((5, Gen.Choose(0, 40)), (2, Gen.Choose(90, 140)), (1, Gen.Choose(16_300, 16_400)))
            .SelectMany(_ => Gen.Choose(0, 255), (count, first) => new Items<byte>(Filled(count, first)));

    private static readonly Gen<WireWill?> Will =
        from topic in Name
        from payload in Payload
        from quality in Quality
        from isRetained in Flag
        select (WireWill?)new WireWill(Text(topic), payload, quality, isRetained);

    private static readonly Gen<WirePacket> Connect =
        from isCleanSession in Flag
        from keepAliveSeconds in Gen.Choose(0, 65535)
        from clientId in Level
        from will in Gen.OneOf(Gen.Constant<WireWill?>(null), Will)
        from userName in Gen.OneOf(Gen.Constant<string?>(null), Level.Select(text => (string?)text))
        from password in Gen.OneOf(Gen.Constant<Items<byte>?>(null), Payload.Select(bytes => (Items<byte>?)bytes))
        select (WirePacket)new WireConnect(
            isCleanSession,
            keepAliveSeconds,
            Text(clientId),
            will,
            userName == null ? null : Text(userName),
            userName == null ? null : password);

    private static readonly Gen<WirePacket> Connack = Gen.OneOf(
        Gen.Elements(Enum.GetValues<ConnectReturnCode>()).Select(code => (WirePacket)new WireConnack(false, code)),
        Gen.Constant((WirePacket)new WireConnack(true, ConnectReturnCode.Accepted)));

    private static readonly Gen<WirePacket> Publish =
        from topic in Name
        from payload in Payload
        from quality in Quality
        from identifier in Identifier
        from isDuplicate in Flag
        from isRetained in Flag
        let hasIdentifier = quality != QualityOfService.AtMostOnce
        select (WirePacket)new WirePublish(
            Text(topic), payload, quality, hasIdentifier ? identifier : 0, hasIdentifier && isDuplicate, isRetained);

    private static readonly Gen<WirePacket> Short =
        from type in Gen.Elements(
            PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp, PacketType.Unsuback)
        from identifier in Identifier
        select (WirePacket)new WireShort(type, identifier);

    private static readonly Gen<WirePacket> Empty =
        Gen.Elements(PacketType.Pingreq, PacketType.Pingresp, PacketType.Disconnect)
            .Select(type => (WirePacket)new WireEmpty(type));

    private static readonly Gen<WirePacket> Suback =
        from identifier in Identifier
        from codes in Gen.Elements<byte>(0, 1, 2, 0x80).NonEmptyListOf()
        select (WirePacket)new WireSuback(identifier, new([.. codes]));

    private static readonly Gen<WirePacket> Filters =
        from type in Gen.Elements(PacketType.Subscribe, PacketType.Unsubscribe)
        from identifier in Identifier
        from filters in Filter.SelectMany(_ => Quality, (filter, quality) => new WireFilter(
            Text(filter), type == PacketType.Subscribe ? quality : QualityOfService.AtMostOnce)).NonEmptyListOf()
        select (WirePacket)new WireFilters(type, identifier, new([.. filters]));

    public static readonly Gen<WirePacket> Any =
        Gen.OneOf(Connect, Connack, Publish, Short, Empty, Suback, Filters);

    private static byte[] Filled(int count, int first)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)(first + (7 * i));
        }

        return bytes;
    }
}
