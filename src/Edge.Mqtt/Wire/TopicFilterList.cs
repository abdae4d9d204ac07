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

    // Begins SUBSCRIBE (with its QoS) or UNSUBSCRIBE for one filter.
    internal static void Begin(
        PacketPieces pieces, bool isSubscribe, int identifier, byte[] filter, QualityOfService qualityOfService)
    {
        PacketType type = isSubscribe ? PacketType.Subscribe : PacketType.Unsubscribe;
        int end = FixedHeader.Write(
            pieces.Head, 0, ((int)type << 4) | 2, 4 + filter.Length + (isSubscribe ? 1 : 0));
        pieces.Begin(Field.WriteUInt16(pieces.Head, end, identifier));
        pieces.Add(filter);
        if (isSubscribe)
        {
            pieces.AddTail((int)qualityOfService);
        }
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
