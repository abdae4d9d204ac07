using System.Text;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>Writes any packet with the library's writers, into a buffer that is larger on both sides.</summary>
internal static class PacketEncoder
{
    private const int Before = 3;
    private const byte Untouched = 0xA5;

    /// <summary>The packet's bytes; fails when a writer touched others.</summary>
    public static byte[] Encode(WirePacket packet)
    {
        int count = Bytes(packet);
        byte[] buffer = new byte[Before + count + 5];
        Array.Fill(buffer, Untouched);
        Assert.Equal(Before + count, Write(packet, buffer, Before));
        Assert.False(buffer.AsSpan(0, Before).ContainsAnyExcept(Untouched));
        Assert.False(buffer.AsSpan(Before + count).ContainsAnyExcept(Untouched));
        return buffer[Before..(Before + count)];
    }

    private static int Bytes(WirePacket packet) => packet switch
    {
        WireConnect connect => Begun(connect).BytesLeft,
        WireConnack => ConnackPacket.Bytes,
        WirePublish p => PublishPacket.Bytes(p.Topic.Values.Length, p.Payload.Values.Length, p.QualityOfService),
        WireShort => ShortPacket.Bytes,
        WireEmpty => ShortPacket.EmptyBytes,
        WireSuback suback => SubackPacket.Bytes(suback.Codes.Values.Length),
        WireFilters { Filters.Values: [WireFilter one] } => TopicFilterList.PacketBytes(
            one.Filter.Values.Length, packet.Type == PacketType.Subscribe),
        WireFilters several => FixedHeader.Bytes(2 + FilterBytes(several)) + 2 + FilterBytes(several),
        _ => throw new ArgumentException($"{packet} is not written"),
    };

    private static int Write(WirePacket packet, byte[] buffer, int offset)
    {
        switch (packet)
        {
            case WireConnect connect:
                return Begun(connect).Write(buffer, offset, buffer.Length);
            case WireConnack connack:
                return ConnackPacket.Write(buffer, offset, connack.IsSessionPresent, connack.ReturnCode);
            case WirePublish publish:
                return WritePublish(publish, buffer, offset);
            case WireShort one:
                return ShortPacket.Write(buffer, offset, one.Type, one.Identifier);
            case WireEmpty empty:
                return ShortPacket.WriteEmpty(buffer, offset, empty.Type);
            case WireSuback suback:
                int codes = suback.Codes.Values.Length;
                offset = SubackPacket.WriteHeader(buffer, offset, suback.Identifier, codes);
                suback.Codes.Values.CopyTo(buffer, offset);
                return offset + codes;
            default:
                return WriteFilters((WireFilters)packet, buffer, offset);
        }
    }

    private static int WritePublish(WirePublish publish, byte[] buffer, int offset)
    {
        // The payload lies anywhere in the caller's array.
        byte[] payload = [1, 2, .. publish.Payload.Values, 3];
        int end = PublishPacket.Write(
            buffer, offset, publish.Topic.Values, payload, 2, payload.Length - 3, publish.QualityOfService, publish.IsRetained);
        if (publish.QualityOfService != QualityOfService.AtMostOnce)
        {
            PublishPacket.SetIdentifier(buffer, offset, 0xFFFF, !publish.IsDuplicate);
            PublishPacket.SetIdentifier(buffer, offset, publish.Identifier, publish.IsDuplicate);
        }

        return end;
    }

    private static int WriteFilters(WireFilters packet, byte[] buffer, int offset)
    {
        bool isSubscribe = packet.Type == PacketType.Subscribe;
        if (packet.Filters.Values is [WireFilter one])
        {
            PacketPieces pieces = new();
            TopicFilterList.Begin(
                pieces, isSubscribe, packet.Identifier, one.Filter.Values, one.QualityOfService);
            return pieces.Write(buffer, offset, buffer.Length);
        }

        offset = TopicFilterList.WriteHeader(buffer, offset, isSubscribe, packet.Identifier, FilterBytes(packet));
        foreach (WireFilter filter in packet.Filters.Values)
        {
            offset = Field.WriteBytes(buffer, offset, filter.Filter.Values);
            if (isSubscribe)
            {
                buffer[offset++] = (byte)filter.QualityOfService;
            }
        }

        return offset;
    }

    private static int FilterBytes(WireFilters packet) => packet.Filters.Values.Sum(
        filter => TopicFilterList.FilterBytes(filter.Filter.Values.Length, packet.Type == PacketType.Subscribe));

    private static PacketPieces Begun(WireConnect connect)
    {
        PacketPieces pieces = new();
        ConnectWriter.Begin(pieces, Options(connect), connect.IsCleanSession);
        return pieces;
    }

    private static MqttClientOptions Options(WireConnect connect) => new(Encoding.UTF8.GetString(connect.ClientId.Values))
    {
        KeepAliveSeconds = connect.KeepAliveSeconds,
        Will = connect.Will == null ? null : new Will(
            Topic.FromUtf8(connect.Will.Topic.Values, 0, connect.Will.Topic.Values.Length),
            connect.Will.Payload.Values,
            connect.Will.QualityOfService,
            connect.Will.IsRetained),
        UserName = connect.UserName == null ? null : Encoding.UTF8.GetString(connect.UserName.Values),
        Password = connect.Password?.Values,
    };
}
