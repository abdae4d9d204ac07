using System;

namespace Edge.Mqtt;

/// <summary>A PUBLISH (MQTT 3.3). One object is filled again for each packet received: what it shows is valid until the
/// handler returns.</summary>
public sealed class PublishPacket
{
    private static readonly byte[] EmptyBuffer = new byte[0];

    // Fields, because the interpreter of a device charges a call for each property that is set.
    private byte[] _buffer = EmptyBuffer;
    private int _topicOffset;
    private int _topicLength;
    private int _payloadOffset;
    private int _payloadLength;
    private int _identifier;
    private QualityOfService _qualityOfService;
    private bool _isDuplicate;
    private bool _isRetained;

    /// <summary>The array in which topic and payload lie; not to be written to.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Where the topic name begins.</summary>
    public int TopicOffset => _topicOffset;

    /// <summary>Bytes of the topic name, at least 1.</summary>
    public int TopicLength => _topicLength;

    /// <summary>Where the payload begins.</summary>
    public int PayloadOffset => _payloadOffset;

    /// <summary>Bytes of the payload.</summary>
    public int PayloadLength => _payloadLength;

    /// <summary>Packet identifier; 0 with QoS 0 (2.3.1-5).</summary>
    public int Identifier => _identifier;

    /// <summary>The QoS at which it came.</summary>
    public QualityOfService QualityOfService => _qualityOfService;

    /// <summary>The sender may have sent it before (3.3.1-1). Says nothing about whether it arrived.</summary>
    public bool IsDuplicate => _isDuplicate;

    /// <summary>To be kept by a server; for a client, an old message that a new subscription brought (3.3.1-8).</summary>
    public bool IsRetained => _isRetained;

    /// <summary>What to hand to Acknowledge later; meaningless with QoS 0.</summary>
    public int Delivery { get; internal set; }

    /// <summary>Bytes of the whole packet.</summary>
    public static int Bytes(int topicLength, int payloadLength, QualityOfService qualityOfService)
    {
        int remaining = 2 + topicLength + (qualityOfService == QualityOfService.AtMostOnce ? 0 : 2) + payloadLength;
        return FixedHeader.Bytes(remaining) + remaining;
    }

    /// <summary>Writes a packet without DUP, its identifier 0 (see <see cref="SetIdentifier"/>); there is room for
    /// <see cref="Bytes"/>.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="topic">The topic name.</param>
    /// <param name="payload">Null writes what comes before the payload alone.</param>
    /// <param name="payloadOffset">Where the payload starts.</param>
    /// <param name="payloadLength">Payload bytes, also where they are not written.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The server keeps it for later subscribers.</param>
    /// <returns>The offset behind what was written.</returns>
    public static int Write(
        byte[] buffer,
        int offset,
        byte[] topic,
        byte[]? payload,
        int payloadOffset,
        int payloadLength,
        QualityOfService qualityOfService,
        bool isRetained)
    {
        int topicLength = topic.Length;
        int identifierLength = qualityOfService == QualityOfService.AtMostOnce ? 0 : 2;
        int firstByte = ((int)PacketType.Publish << 4) | ((int)qualityOfService << 1) | (isRetained ? 1 : 0);
        offset = FixedHeader.Write(buffer, offset, firstByte, 2 + topicLength + identifierLength + payloadLength);
        buffer[offset] = (byte)(topicLength >> 8);
        buffer[offset + 1] = (byte)topicLength;
        offset += 2;
        Array.Copy(topic, 0, buffer, offset, topicLength);
        offset += topicLength;
        if (identifierLength != 0)
        {
            buffer[offset] = 0;
            buffer[offset + 1] = 0;
            offset += 2;
        }

        if (payload != null)
        {
            Array.Copy(payload, payloadOffset, buffer, offset, payloadLength);
            offset += payloadLength;
        }

        return offset;
    }

    /// <summary>Puts identifier and DUP into a packet written by <see cref="Write"/> with QoS 1 or 2.</summary>
    internal static void SetIdentifier(byte[] buffer, int offset, int identifier, bool isDuplicate)
    {
        int first = buffer[offset];
        buffer[offset] = (byte)(isDuplicate ? first | 0x08 : first & ~0x08);
        do
        {
            offset++;
        }
        while (buffer[offset] >= 0x80);

        offset++;
        offset += 2 + ((buffer[offset] << 8) | buffer[offset + 1]);
        buffer[offset] = (byte)(identifier >> 8);
        buffer[offset + 1] = (byte)identifier;
    }

    /// <summary>Reads a whole PUBLISH whose fixed header was read before.</summary>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="firstByte">The first byte of its fixed header.</param>
    /// <param name="offset">Where the variable header begins.</param>
    /// <param name="remainingLength">Bytes from there.</param>
    /// <returns>The broken rule, or <see cref="Violation.None"/>; then this object shows the packet.</returns>
    public Violation Read(byte[] buffer, int firstByte, int offset, int remainingLength)
    {
        ReadHeader(buffer, firstByte, offset, remainingLength, remainingLength, out Violation violation);
        return violation;
    }

    /// <summary>Reads what comes before the payload, of which some or all may still be missing.</summary>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="firstByte">The first byte of its fixed header.</param>
    /// <param name="offset">Where the variable header begins.</param>
    /// <param name="count">Bytes that are there, at most <paramref name="remainingLength"/>.</param>
    /// <param name="remainingLength">Bytes of variable header and payload.</param>
    /// <param name="violation">The broken rule, when malformed.</param>
    /// <returns>When complete, this object shows the packet, and the whole length of its payload.</returns>
    public ReadResult ReadHeader(
        byte[] buffer, int firstByte, int offset, int count, int remainingLength, out Violation violation)
    {
        violation = Violation.None;
        int qualityOfService = (firstByte >> 1) & 3;
        int fixedLength = qualityOfService == 0 ? 2 : 4;
        if (remainingLength < fixedLength)
        {
            violation = Violation.PacketLength;
            return ReadResult.Malformed;
        }

        if (count < 2)
        {
            return ReadResult.Incomplete;
        }

        int topicLength = (buffer[offset] << 8) | buffer[offset + 1];
        int headerLength = topicLength + fixedLength;
        if (headerLength > remainingLength)
        {
            violation = Violation.PacketLength;
            return ReadResult.Malformed;
        }

        if (headerLength > count)
        {
            return ReadResult.Incomplete;
        }

        int topicOffset = offset + 2;
        if (!Topic.IsValid(buffer, topicOffset, topicLength))
        {
            violation = Violation.TopicName;
            return ReadResult.Malformed;
        }

        int identifier = 0;
        if (qualityOfService != 0)
        {
            int at = topicOffset + topicLength;
            identifier = (buffer[at] << 8) | buffer[at + 1];
            if (identifier == 0)
            {
                violation = Violation.ZeroIdentifier;
                return ReadResult.Malformed;
            }
        }

        _buffer = buffer;
        _topicOffset = topicOffset;
        _topicLength = topicLength;
        _payloadOffset = offset + headerLength;
        _payloadLength = remainingLength - headerLength;
        _identifier = identifier;
        _qualityOfService = (QualityOfService)qualityOfService;
        _isDuplicate = (firstByte & 0x08) != 0;
        _isRetained = (firstByte & 0x01) != 0;
        return ReadResult.Complete;
    }
}
