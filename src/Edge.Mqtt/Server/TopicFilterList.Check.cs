namespace Edge.Mqtt;

// The reader's side, which only a server needs.
internal static partial class TopicFilterList
{
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
            int next = at + FilterBytes(length, isSubscribe);
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
