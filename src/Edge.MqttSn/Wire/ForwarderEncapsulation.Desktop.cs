using System;

namespace Edge.MqttSn;

/// <summary>The frame in which a forwarder hands a message of a node over to a gateway, and back (5.5): length, type,
/// Ctrl, node id, and behind them the message with a length of its own. One level only.</summary>
public static class ForwarderEncapsulation
{
    /// <summary>Bytes of the longest node id.</summary>
    public const int NodeIdBytesMax = 255 - FieldBytes;

    private const int FieldBytes = 3;
    private const int RadiusBits = 3;

    /// <summary>Bytes of the frame in front of the message.</summary>
    public static int Bytes(int nodeIdLength) => FieldBytes + nodeIdLength;

    /// <summary>True when a datagram is such a frame, well-formed or not.</summary>
    public static bool Is(byte[] buffer, int offset, int count) =>
        count >= FieldBytes && buffer[offset] > 1 && buffer[offset + 1] == (byte)MessageType.Encapsulated;

    /// <summary>Reads the frame of a datagram, and the header of the message in it.</summary>
    /// <param name="buffer">Where the datagram lies.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="nodeIdOffset">Where the node id begins.</param>
    /// <param name="nodeIdLength">Its bytes, at least 1.</param>
    /// <param name="messageOffset">Where the message begins; it goes to the end of the datagram.</param>
    /// <returns>The broken rule, or <see cref="Violation.None"/>.</returns>
    public static Violation Read(
        byte[] buffer, int offset, int count, out int nodeIdOffset, out int nodeIdLength, out int messageOffset)
    {
        nodeIdOffset = offset;
        nodeIdLength = 0;
        messageOffset = offset;
        if (!Is(buffer, offset, count))
        {
            return Violation.Encapsulation;
        }

        int length = buffer[offset];
        if (length > count)
        {
            return Violation.Length;
        }

        if (length <= FieldBytes)
        {
            return Violation.Encapsulation;
        }

        Violation violation = MessageHeader.Read(buffer, offset + length, count - length, out MessageType type, out _);
        if (violation != Violation.None)
        {
            return violation;
        }

        if (type == MessageType.Encapsulated)
        {
            return Violation.Encapsulation;
        }

        nodeIdOffset = offset + FieldBytes;
        nodeIdLength = length - FieldBytes;
        messageOffset = offset + length;
        return Violation.None;
    }

    /// <summary>Writes the frame in front of a message and returns the offset at which the message is to begin.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="radius">Hops of a broadcast, 0 to 3; only from a gateway to a forwarder.</param>
    /// <param name="nodeId">Where the node id lies.</param>
    /// <param name="nodeIdOffset">Where it begins.</param>
    /// <param name="nodeIdLength">Its bytes, 1 to <see cref="NodeIdBytesMax"/>.</param>
    public static int Write(
        byte[] buffer, int offset, int radius, byte[] nodeId, int nodeIdOffset, int nodeIdLength)
    {
        buffer[offset] = (byte)Bytes(nodeIdLength);
        buffer[offset + 1] = (byte)MessageType.Encapsulated;
        buffer[offset + 2] = (byte)(radius & RadiusBits);
        Array.Copy(nodeId, nodeIdOffset, buffer, offset + FieldBytes, nodeIdLength);
        return offset + FieldBytes + nodeIdLength;
    }
}
