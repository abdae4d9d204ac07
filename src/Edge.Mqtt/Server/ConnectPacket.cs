namespace Edge.Mqtt;

/// <summary>A received CONNECT (MQTT 3.1). One object is filled for each packet; offsets point into
/// <see cref="Buffer"/> and are valid until the handler returns.</summary>
public sealed class ConnectPacket
{
    private static readonly byte[] EmptyBuffer = new byte[0];

    // Where the next field begins, and where the packet ends.
    private int _at;
    private int _end;
    private bool _isCut;

    /// <summary>The array in which the fields lie; not to be written to.</summary>
    public byte[] Buffer { get; private set; } = EmptyBuffer;

    /// <summary>4 for MQTT 3.1.1; any other is answered with return code 1 (3.1.2-2), and nothing else was
    /// read.</summary>
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

    /// <summary>A user name comes with it (3.1.2-19).</summary>
    public bool HasUserName { get; private set; }

    /// <summary>Where the user name begins.</summary>
    public int UserNameOffset { get; private set; }

    /// <summary>Bytes of the user name.</summary>
    public int UserNameLength { get; private set; }

    /// <summary>A password comes with it (3.1.2-21), which only follows a user name (3.1.2-22).</summary>
    public bool HasPassword { get; private set; }

    /// <summary>Where the password begins.</summary>
    public int PasswordOffset { get; private set; }

    /// <summary>Bytes of the password.</summary>
    public int PasswordLength { get; private set; }

    /// <summary>Reads a whole CONNECT whose fixed header was read before.</summary>
    /// <returns>The broken rule, then this object means nothing; or <see cref="Violation.None"/>.</returns>
    internal Violation Read(byte[] buffer, int offset, int remainingLength)
    {
        Buffer = buffer;
        _end = offset + remainingLength;
        _isCut = false;
        ProtocolLevel = 0;
        HasWill = false;
        HasUserName = false;
        HasPassword = false;
        if (remainingLength < 7)
        {
            return Violation.PacketLength;
        }

        if (Field.ReadUInt16(buffer, offset) != 4 || buffer[offset + 2] != 'M' || buffer[offset + 3] != 'Q'
            || buffer[offset + 4] != 'T' || buffer[offset + 5] != 'T')
        {
            return Violation.ProtocolName;
        }

        ProtocolLevel = buffer[offset + 6];
        if (ProtocolLevel != 4)
        {
            return Violation.None;
        }

        if (remainingLength < 10)
        {
            return Violation.PacketLength;
        }

        int flags = buffer[offset + 7];
        KeepAliveSeconds = Field.ReadUInt16(buffer, offset + 8);
        _at = offset + 10;
        return AreContradicting(flags) ? Violation.ConnectFlags : ReadPayload(buffer, flags);
    }

    // 3.1.2-3, -11, -13, -14, -15, -22.
    private static bool AreContradicting(int flags)
    {
        int willQualityOfService = flags & ConnectFlags.WillQualityOfService;
        bool isWillContradicting = (flags & ConnectFlags.Will) == 0
            ? (flags & (ConnectFlags.WillQualityOfService | ConnectFlags.WillRetain)) != 0
            : willQualityOfService == ConnectFlags.WillQualityOfService;
        bool isPasswordAlone = (flags & (ConnectFlags.Password | ConnectFlags.UserName)) == ConnectFlags.Password;
        return (flags & ConnectFlags.Reserved) != 0 || isWillContradicting || isPasswordAlone;
    }

    // 3.1.3-1: client identifier, will topic, will message, user name, password.
    private Violation ReadPayload(byte[] buffer, int flags)
    {
        IsCleanSession = (flags & ConnectFlags.CleanSession) != 0;
        IsWillRetained = (flags & ConnectFlags.WillRetain) != 0;
        WillQualityOfService = (QualityOfService)((flags & ConnectFlags.WillQualityOfService) >> 3);
        HasWill = (flags & ConnectFlags.Will) != 0;
        HasUserName = (flags & ConnectFlags.UserName) != 0;
        HasPassword = (flags & ConnectFlags.Password) != 0;
        ClientIdLength = Take(buffer, true);
        ClientIdOffset = _at - ClientIdLength;
        WillTopicLength = Take(buffer, HasWill);
        WillTopicOffset = _at - WillTopicLength;
        WillPayloadLength = Take(buffer, HasWill);
        WillPayloadOffset = _at - WillPayloadLength;
        UserNameLength = Take(buffer, HasUserName);
        UserNameOffset = _at - UserNameLength;
        PasswordLength = Take(buffer, HasPassword);
        PasswordOffset = _at - PasswordLength;
        if (_isCut || _at != _end)
        {
            return Violation.PacketLength;
        }

        if (HasWill && !Topic.IsValid(buffer, WillTopicOffset, WillTopicLength))
        {
            return Violation.TopicName;
        }

        bool isText = Utf8.IsValid(buffer, ClientIdOffset, ClientIdLength)
            && Utf8.IsValid(buffer, UserNameOffset, UserNameLength);
        return isText ? Violation.None : Violation.MalformedString;
    }

    // Passes a field that the flags announce and returns its length; 0 once one does not end before the packet does.
    private int Take(byte[] buffer, bool isThere)
    {
        if (!isThere || _isCut)
        {
            return 0;
        }

        int length = Field.ReadLength(buffer, _at, _end);
        if (length < 0)
        {
            _isCut = true;
            return 0;
        }

        _at += 2 + length;
        return length;
    }
}
