namespace Edge.Mqtt.Tests.Wire;

/// <summary>What a reader said: the verdict, the broken rule, how far it moved, and the packet.</summary>
internal readonly record struct Outcome(ReadResult Result, Violation Violation, int Bytes, WirePacket? Packet)
{
    public static readonly Outcome Incomplete = new(ReadResult.Incomplete, Violation.None, 0, null);

    public static Outcome Malformed(Violation violation) => new(ReadResult.Malformed, violation, 0, null);
}

/// <summary>Reads any packet with the library's readers, as a session does: the fixed header, then the body once it is
/// there; of a PUBLISH what comes before the payload as soon as that is there.</summary>
internal sealed class PacketDecoder
{
    private readonly PublishPacket _publish = new();
    private readonly ConnectPacket _connect = new();

    /// <summary>Whether the CONNECT that a CONNACK answers had asked for a clean session.</summary>
    public bool IsCleanSession { get; init; }

    public Outcome Decode(byte[] buffer, int offset, int count)
    {
        ReadResult result = FixedHeader.Read(
            buffer, offset, count, out int headerBytes, out int remainingLength, out Violation violation);
        if (result != ReadResult.Complete)
        {
            Assert.Equal(0, headerBytes | remainingLength);
            Assert.Equal(result == ReadResult.Malformed, violation != Violation.None);
            return new Outcome(result, violation, 0, null);
        }

        PacketType type = (PacketType)(buffer[offset] >> 4);
        int body = offset + headerBytes;
        int there = Math.Min(count - headerBytes, remainingLength);
        if (type == PacketType.Publish)
        {
            result = ReadPublish(buffer, buffer[offset], body, there, remainingLength, out violation);
            if (result != ReadResult.Complete)
            {
                return new Outcome(result, violation, 0, null);
            }
        }

        if (there < remainingLength)
        {
            return Outcome.Incomplete;
        }

        violation = ReadBody(type, buffer, buffer[offset], body, remainingLength, out WirePacket? packet);
        return violation == Violation.None
            ? new Outcome(ReadResult.Complete, Violation.None, headerBytes + remainingLength, packet)
            : Outcome.Malformed(violation);
    }

    private ReadResult ReadPublish(
        byte[] buffer, int firstByte, int body, int there, int remainingLength, out Violation violation)
    {
        (byte[], int, int, int, int) before = Shown();
        ReadResult result = _publish.ReadHeader(buffer, firstByte, body, there, remainingLength, out violation);
        Assert.Equal(result == ReadResult.Malformed, violation != Violation.None);
        if (result != ReadResult.Complete)
        {
            Assert.Equal(before, Shown());
        }

        return result;
    }

    private (byte[] Buffer, int TopicOffset, int TopicLength, int PayloadOffset, int Identifier) Shown() =>
        (_publish.TopicBuffer, _publish.TopicOffset, _publish.TopicLength, _publish.PayloadOffset, _publish.Identifier);

    private Violation ReadBody(
        PacketType type, byte[] buffer, int firstByte, int body, int remainingLength, out WirePacket? packet)
    {
        Violation violation;
        switch (type)
        {
            case PacketType.Connect:
                violation = _connect.Read(buffer, body, remainingLength);
                packet = violation == Violation.None ? PacketValues.Of(_connect) : null;
                return violation;
            case PacketType.Connack:
                violation = ConnackPacket.Read(
                    buffer, body, remainingLength, IsCleanSession, out bool isPresent, out ConnectReturnCode code);
                packet = new WireConnack(isPresent, code);
                return violation;
            case PacketType.Publish:
                violation = _publish.Read(buffer, firstByte, body, remainingLength);
                packet = violation == Violation.None ? PacketValues.Of(_publish) : null;
                return violation;
            case PacketType.Subscribe:
            case PacketType.Unsubscribe:
                bool isSubscribe = type == PacketType.Subscribe;
                violation = TopicFilterList.Check(buffer, body, remainingLength, isSubscribe, out int filters);
                packet = violation == Violation.None ? PacketValues.OfFilters(buffer, body, type, filters) : null;
                return violation;
            case PacketType.Suback:
                violation = SubackPacket.Read(buffer, body, remainingLength, out int answered);
                packet = violation == Violation.None
                    ? new WireSuback(answered, new(buffer[(body + 2)..(body + remainingLength)]))
                    : null;
                return violation;
            case PacketType.Pingreq:
            case PacketType.Pingresp:
            case PacketType.Disconnect:
                packet = new WireEmpty(type);
                return ShortPacket.CheckEmpty(remainingLength);
            default:
                violation = ShortPacket.Read(buffer, body, remainingLength, out int identifier);
                packet = new WireShort(type, identifier);
                return violation;
        }
    }
}
