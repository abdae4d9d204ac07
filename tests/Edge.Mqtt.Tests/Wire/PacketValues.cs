namespace Edge.Mqtt.Tests.Wire;

/// <summary>What the readers show, as values.</summary>
internal static class PacketValues
{
    public static WirePublish Of(PublishPacket publish) => new(
        Part(publish.TopicBuffer, publish.TopicOffset, publish.TopicLength),
        Part(publish.PayloadBuffer, publish.PayloadOffset, publish.PayloadLength),
        publish.QualityOfService,
        publish.Identifier,
        publish.IsDuplicate,
        publish.IsRetained);

    public static WirePacket Of(ConnectPacket connect)
    {
        if (connect.ProtocolLevel != 4)
        {
            return new WireOtherLevel(connect.ProtocolLevel);
        }

        byte[] buffer = connect.Buffer;
        WireWill? will = !connect.HasWill ? null : new WireWill(
            Part(buffer, connect.WillTopicOffset, connect.WillTopicLength),
            Part(buffer, connect.WillPayloadOffset, connect.WillPayloadLength),
            connect.WillQualityOfService,
            connect.IsWillRetained);
        return new WireConnect(
            connect.IsCleanSession,
            connect.KeepAliveSeconds,
            Part(buffer, connect.ClientIdOffset, connect.ClientIdLength),
            will,
            connect.HasUserName ? Part(buffer, connect.UserNameOffset, connect.UserNameLength) : null,
            connect.HasPassword ? Part(buffer, connect.PasswordOffset, connect.PasswordLength) : null);
    }

    /// <summary>The body of a SUBSCRIBE or UNSUBSCRIBE that was checked before.</summary>
    public static WireFilters OfFilters(byte[] buffer, int body, PacketType type, int filters)
    {
        WireFilter[] values = new WireFilter[filters];
        int at = body + 2;
        for (int i = 0; i < filters; i++)
        {
            int length = Field.ReadUInt16(buffer, at);
            Items<byte> filter = Part(buffer, at + 2, length);
            at += TopicFilterList.FilterBytes(length, type == PacketType.Subscribe);
            values[i] = type == PacketType.Subscribe
                ? new WireFilter(filter, (QualityOfService)buffer[at - 1])
                : new WireFilter(filter);
        }

        return new WireFilters(type, Field.ReadUInt16(buffer, body), new(values));
    }

    private static Items<byte> Part(byte[] buffer, int offset, int length) => new(buffer[offset..(offset + length)]);
}
