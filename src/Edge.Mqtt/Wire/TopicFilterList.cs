namespace Edge.Mqtt;

/// <summary>The payload of SUBSCRIBE and UNSUBSCRIBE: filters back to back, with a requested QoS each or without
/// (MQTT 3.8.3, 3.10.3).</summary>
internal static class TopicFilterList
{
    // Bytes of SUBSCRIBE or UNSUBSCRIBE with one filter.
    internal static int PacketBytes(int filterLength, bool isSubscribe)
    {
        int remaining = 4 + filterLength + (isSubscribe ? 1 : 0);
        return FixedHeader.Bytes(remaining) + remaining;
    }

    // Writes SUBSCRIBE (with its QoS) or UNSUBSCRIBE for one filter and returns the offset behind it.
    internal static int WritePacket(
        byte[] buffer, int offset, bool isSubscribe, int identifier, byte[] filter, QualityOfService qualityOfService)
    {
        PacketType type = isSubscribe ? PacketType.Subscribe : PacketType.Unsubscribe;
        offset = FixedHeader.Write(buffer, offset, ((int)type << 4) | 2, 4 + filter.Length + (isSubscribe ? 1 : 0));
        offset = Field.WriteUInt16(buffer, offset, identifier);
        offset = Field.WriteBytes(buffer, offset, filter);
        if (isSubscribe)
        {
            buffer[offset++] = (byte)qualityOfService;
        }

        return offset;
    }

    // Checks identifier and all filters of a received packet; counts the filters.
    internal static Violation Check(byte[] buffer, int offset, int remainingLength, bool isSubscribe, out int filters)
    {
        filters = 0;
        int end = offset + remainingLength;
        if (remainingLength < 2)
        {
            return Violation.PacketLength;
        }

        if (Field.ReadUInt16(buffer, offset) == 0)
        {
            return Violation.ZeroIdentifier;
        }

        int at = offset + 2;
        while (at < end)
        {
            int length = Field.ReadLength(buffer, at, end);
            int next = at + 2 + length + (isSubscribe ? 1 : 0);
            if (length < 0 || next > end)
            {
                return Violation.PacketLength;
            }

            if (!TopicFilter.IsValid(buffer, at + 2, length))
            {
                return Violation.TopicFilter;
            }

            if (isSubscribe && buffer[next - 1] > 2)
            {
                return Violation.QualityOfService;
            }

            filters++;
            at = next;
        }

        return filters == 0 ? Violation.NoTopicFilter : Violation.None;
    }
}
