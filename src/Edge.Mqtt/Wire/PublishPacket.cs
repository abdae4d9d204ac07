using System;

namespace Edge.Mqtt;

/// <summary>A PUBLISH (MQTT 3.3).</summary>
public sealed class PublishPacket : Message
{
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

    // What to acknowledge it by.
    internal void SetDelivery(int delivery) => ShowDelivery(delivery);

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

        Show(
            buffer, topicOffset, topicLength, buffer, offset + headerLength, remainingLength - headerLength, identifier,
            (QualityOfService)qualityOfService, (firstByte & 0x08) != 0, (firstByte & 0x01) != 0);
        return ReadResult.Complete;
    }
}
