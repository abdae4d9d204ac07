namespace Edge.Mqtt;

/// <summary>The payload of SUBSCRIBE and UNSUBSCRIBE: filters back to back, with a requested QoS each or without
/// (MQTT 3.8.3, 3.10.3).</summary>
internal static partial class TopicFilterList
{
    // Bytes that a filter takes in the packet.
    internal static int FilterBytes(int filterLength, bool isSubscribe) => 2 + filterLength + (isSubscribe ? 1 : 0);

    // Bytes of SUBSCRIBE or UNSUBSCRIBE with one filter.
    internal static int PacketBytes(int filterLength, bool isSubscribe)
    {
        int remaining = 2 + FilterBytes(filterLength, isSubscribe);
        return FixedHeader.Bytes(remaining) + remaining;
    }

    // Writes SUBSCRIBE or UNSUBSCRIBE up to the first filter, at most 7 bytes, and returns the offset behind that. All
    // filters together take filterBytes.
    internal static int WriteHeader(byte[] buffer, int offset, bool isSubscribe, int identifier, int filterBytes)
    {
        PacketType type = isSubscribe ? PacketType.Subscribe : PacketType.Unsubscribe;
        offset = FixedHeader.Write(buffer, offset, ((int)type << 4) | 2, 2 + filterBytes);
        return Field.WriteUInt16(buffer, offset, identifier);
    }

    // Begins SUBSCRIBE (with its QoS) or UNSUBSCRIBE for one filter.
    internal static void Begin(
        PacketPieces pieces, bool isSubscribe, int identifier, byte[] filter, QualityOfService qualityOfService)
    {
        pieces.Begin(WriteHeader(pieces.Head, 0, isSubscribe, identifier, FilterBytes(filter.Length, isSubscribe)));
        pieces.Add(filter);
        if (isSubscribe)
        {
            pieces.AddTail((int)qualityOfService);
        }
    }
}
