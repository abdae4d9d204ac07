namespace Edge.Mqtt;

/// <summary>A CONNECT (MQTT 3.1). One object is filled for each packet received; offsets point into
/// <see cref="Buffer"/> and are valid until the handler returns.</summary>
public sealed class ConnectPacket
{
    private const int FlagCleanSession = 0x02;
    private const int FlagWill = 0x04;
    private const int FlagWillRetain = 0x20;
    private const int FlagPassword = 0x40;
    private const int FlagUserName = 0x80;

    // 3.1.2: length and letters of the protocol name.
    private static readonly byte[] ProtocolName = { (byte)'M', (byte)'Q', (byte)'T', (byte)'T' };
    private static readonly byte[] EmptyBuffer = new byte[0];

    /// <summary>The array in which the fields lie; not to be written to.</summary>
    public byte[] Buffer { get; private set; } = EmptyBuffer;

    /// <summary>4 for MQTT 3.1.1; any other is answered with return code 1 (3.1.2-2), and nothing else was read.</summary>
    public int ProtocolLevel { get; private set; }

    /// <summary>The session ends with the connection (3.1.2-6).</summary>
    public bool IsCleanSession { get; private set; }

    /// <summary>Seconds of silence after which a PINGREQ comes; 0 is off (3.1.2-23).</summary>
    public int KeepAliveSeconds { get; private set; }

    /// <summary>Where the client identifier begins.</summary>
    public int ClientIdOffset { get; private set; }

    /// <summary>Bytes of the client identifier; 0 asks for one (3.1.3-6).</summary>
    public int ClientIdLength { get; private set; }

    /// <summary>A will comes with it (3.1.2-9).</summary>
    public bool HasWill { get; private set; }

    /// <summary>The will's QoS.</summary>
    public QualityOfService WillQualityOfService { get; private set; }

    /// <summary>The will is to be retained.</summary>
    public bool IsWillRetained { get; private set; }

    /// <summary>Where the will's topic begins.</summary>
    public int WillTopicOffset { get; private set; }

    /// <summary>Bytes of the will's topic.</summary>
    public int WillTopicLength { get; private set; }

    /// <summary>Where the will's payload begins.</summary>
    public int WillPayloadOffset { get; private set; }

    /// <summary>Bytes of the will's payload.</summary>
    public int WillPayloadLength { get; private set; }

    // Begins the packet that these options make. The fields follow in the order of 3.1.3-1.
    internal static void Begin(PacketPieces pieces, MqttClientOptions options)
    {
        Will? will = options.Will;
        int flags = options.CleanSession ? FlagCleanSession : 0;
        if (will != null)
        {
            flags |= FlagWill | ((int)will.QualityOfService << 3) | (will.IsRetained ? FlagWillRetain : 0);
        }

        flags |= options.UserNameBytes != null ? FlagUserName : 0;
        flags |= options.Password != null ? FlagPassword : 0;

        byte[] head = pieces.Head;
        int offset = FixedHeader.Write(head, 0, (int)PacketType.Connect << 4, RemainingLength(options));
        offset = Field.WriteBytes(head, offset, ProtocolName);
        head[offset++] = 4;
        head[offset++] = (byte)flags;
        pieces.Begin(Field.WriteUInt16(head, offset, options.KeepAliveSeconds));
        pieces.Add(options.ClientIdBytes);
        if (will != null)
        {
            pieces.Add(will.Topic.Utf8Bytes);
            pieces.Add(will.Payload);
        }

        if (options.UserNameBytes != null)
        {
            pieces.Add(options.UserNameBytes);
        }

        if (options.Password != null)
        {
            pieces.Add(options.Password);
        }
    }

    /// <summary>Reads a whole CONNECT whose fixed header was read before.</summary>
    /// <returns>The broken rule, or <see cref="Violation.None"/>.</returns>
    internal Violation Read(byte[] buffer, int offset, int remainingLength)
    {
        int end = offset + remainingLength;
        Buffer = buffer;
        if (remainingLength < 10)
        {
            return Violation.PacketLength;
        }

        if (Field.ReadUInt16(buffer, offset) != 4
            || buffer[offset + 2] != 'M' || buffer[offset + 3] != 'Q' || buffer[offset + 4] != 'T' || buffer[offset + 5] != 'T')
        {
            return Violation.ProtocolName;
        }

        ProtocolLevel = buffer[offset + 6];
        if (ProtocolLevel != 4)
        {
            return Violation.None;
        }

        int flags = buffer[offset + 7];
        KeepAliveSeconds = Field.ReadUInt16(buffer, offset + 8);
        IsCleanSession = (flags & FlagCleanSession) != 0;
        HasWill = (flags & FlagWill) != 0;
        IsWillRetained = (flags & FlagWillRetain) != 0;
        int willQualityOfService = (flags >> 3) & 3;
        bool isWillContradicting = !HasWill && (flags & 0x38) != 0;
        bool isPasswordAlone = (flags & FlagPassword) != 0 && (flags & FlagUserName) == 0;
        if ((flags & 1) != 0 || isWillContradicting || willQualityOfService == 3 || isPasswordAlone)
        {
            return Violation.ConnectFlags;
        }

        WillQualityOfService = (QualityOfService)willQualityOfService;
        return ReadPayload(buffer, offset + 10, end, flags);
    }

    private static int RemainingLength(MqttClientOptions options)
    {
        int length = 10 + 2 + options.ClientIdBytes.Length;
        Will? will = options.Will;
        if (will != null)
        {
            length += 4 + will.Topic.Utf8Bytes.Length + will.Payload.Length;
        }

        length += options.UserNameBytes != null ? 2 + options.UserNameBytes.Length : 0;
        length += options.Password != null ? 2 + options.Password.Length : 0;
        return length;
    }

    private Violation ReadPayload(byte[] buffer, int at, int end, int flags)
    {
        int length = Field.ReadLength(buffer, at, end);
        if (length < 0)
        {
            return Violation.PacketLength;
        }

        ClientIdOffset = at + 2;
        ClientIdLength = length;
        at += 2 + length;
        bool isText = Utf8.IsValid(buffer, ClientIdOffset, length);

        if (HasWill)
        {
            int topicLength = Field.ReadLength(buffer, at, end);
            int payloadLength = topicLength < 0 ? -1 : Field.ReadLength(buffer, at + 2 + topicLength, end);
            if (payloadLength < 0)
            {
                return Violation.PacketLength;
            }

            WillTopicOffset = at + 2;
            WillTopicLength = topicLength;
            WillPayloadOffset = at + 2 + topicLength + 2;
            WillPayloadLength = payloadLength;
            at = WillPayloadOffset + payloadLength;
            if (!Topic.IsValid(buffer, WillTopicOffset, topicLength))
            {
                return Violation.TopicName;
            }
        }

        if ((flags & FlagUserName) != 0)
        {
            length = Field.ReadLength(buffer, at, end);
            if (length < 0)
            {
                return Violation.PacketLength;
            }

            isText &= Utf8.IsValid(buffer, at + 2, length);
            at += 2 + length;
        }

        if ((flags & FlagPassword) != 0)
        {
            length = Field.ReadLength(buffer, at, end);
            if (length < 0)
            {
                return Violation.PacketLength;
            }

            at += 2 + length;
        }

        if (!isText)
        {
            return Violation.MalformedString;
        }

        return at == end ? Violation.None : Violation.PacketLength;
    }
}
