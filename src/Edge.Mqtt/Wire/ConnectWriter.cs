using System;

namespace Edge.Mqtt;

/// <summary>Writes CONNECT (MQTT 3.1): a header, then up to five fields behind their lengths.</summary>
internal static class ConnectWriter
{
    // Places of the payload's fields: client identifier, will topic, will message, user name, password (3.1.3-1).
    private const int Fields = 5;

    // 3.1.2: length and letters of the protocol name, then level 4.
    private static readonly byte[] Protocol = { 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4 };

    /// <summary>Begins the packet that these options make.</summary>
    internal static void Begin(PacketPieces pieces, MqttClientOptions options, bool isCleanSession)
    {
        pieces.Begin(WriteHeader(pieces.Head, 0, options, isCleanSession));
        for (int place = 0; place < Fields; place++)
        {
            byte[]? field = FieldAt(options, place);
            if (field != null)
            {
                pieces.Add(field);
            }
        }
    }

    private static int WriteHeader(byte[] buffer, int offset, MqttClientOptions options, bool isCleanSession)
    {
        int flags = isCleanSession ? ConnectFlags.CleanSession : 0;
        Will? will = options.Will;
        if (will != null)
        {
            flags |= ConnectFlags.Will | ((int)will.QualityOfService << 3);
            flags |= will.IsRetained ? ConnectFlags.WillRetain : 0;
        }

        flags |= options.UserNameBytes != null ? ConnectFlags.UserName : 0;
        flags |= options.Password != null ? ConnectFlags.Password : 0;
        offset = FixedHeader.Write(buffer, offset, (int)PacketType.Connect << 4, RemainingLength(options));
        Array.Copy(Protocol, 0, buffer, offset, Protocol.Length);
        offset += Protocol.Length;
        buffer[offset++] = (byte)flags;
        return Field.WriteUInt16(buffer, offset, options.KeepAliveSeconds);
    }

    // The bytes of a field of the payload, or null when the packet does not have it.
    private static byte[]? FieldAt(MqttClientOptions options, int place)
    {
        switch (place)
        {
            case 0:
                return options.ClientIdBytes;
            case 1:
                return options.Will?.Topic.Utf8Bytes;
            case 2:
                return options.Will?.Payload;
            case 3:
                return options.UserNameBytes;
            default:
                return options.Password;
        }
    }

    private static int RemainingLength(MqttClientOptions options)
    {
        int length = 10;
        for (int place = 0; place < Fields; place++)
        {
            byte[]? field = FieldAt(options, place);
            length += field == null ? 0 : 2 + field.Length;
        }

        return length;
    }
}
