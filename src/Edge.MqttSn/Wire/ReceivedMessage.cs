namespace Edge.MqttSn;

/// <summary>A message as it was read from a datagram. One object is filled again for each: what it shows is valid until
/// the next <see cref="Read"/>, and as long as the datagram's buffer is.</summary>
/// <remarks>Fields that a message does not have are 0. A message that breaks a rule shows nothing:
/// <see cref="MessageType.None"/>.</remarks>
public abstract class ReceivedMessage
{
    private static readonly byte[] EmptyBuffer = new byte[0];

    private byte[] _buffer = EmptyBuffer;
    private MessageType _type = MessageType.None;
    private int _gwId;
    private int _flags;
    private int _protocolId;
    private int _duration;
    private int _topicIdOffset;
    private int _topicId;
    private int _msgId;
    private int _returnCode;
    private int _restOffset;
    private int _restLength;
    private bool _isBare;

    /// <summary>The array in which the message lies; not to be written to.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>What it is.</summary>
    public MessageType Type => _type;

    /// <summary>The gateway's number in ADVERTISE and GWINFO (5.3.6), the radius in SEARCHGW (5.3.9).</summary>
    public int GwId => _gwId;

    /// <summary>As <see cref="MqttSn.Flags"/> has them; bits that mean nothing in this message are to be ignored.</summary>
    public int Flags => _flags;

    /// <summary>Seconds: between ADVERTISEs, of keep-alive in CONNECT, of sleep in DISCONNECT, where 0 is none
    /// (5.3.3).</summary>
    public int Duration => _duration;

    /// <summary>The topic id, or the two characters of a short name (5.3.11).</summary>
    public int TopicId => _topicId;

    /// <summary>Where the topic id stands, in SUBSCRIBE and UNSUBSCRIBE too.</summary>
    public int TopicIdOffset => _topicIdOffset;

    /// <summary>The message id, which an answer repeats (5.3.7).</summary>
    public int MsgId => _msgId;

    /// <summary>The answer.</summary>
    public ReturnCode ReturnCode => (ReturnCode)_returnCode;

    /// <summary>Where the text or data begins: client identifier, topic name or filter, will topic, will message,
    /// payload or gateway address.</summary>
    public int RestOffset => _restOffset;

    /// <summary>Bytes of the text or data.</summary>
    public int RestLength => _restLength;

    /// <summary>QoS -1 to 2.</summary>
    public int QualityOfService => MqttSn.Flags.QualityOfService(_flags);

    /// <summary>What the topic id is.</summary>
    public TopicIdType TopicIdType => MqttSn.Flags.TopicIdType(_flags);

    // The version of the protocol in a CONNECT.
    private protected int ProtocolId => _protocolId;

    // There is nothing behind the header.
    private protected bool IsBare => _isBare;

    /// <summary>Reads a datagram that holds one message.</summary>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its bytes.</param>
    /// <returns>The broken rule, or <see cref="Violation.None"/>; then this object shows the message.</returns>
    public Violation Read(byte[] buffer, int offset, int count)
    {
        _type = MessageType.None;
        Violation violation = MessageHeader.Read(buffer, offset, count, out MessageType type, out int body);
        if (violation != Violation.None)
        {
            return violation;
        }

        // A frame of a forwarder has been taken off before, if there was one.
        if (type == MessageType.Encapsulated)
        {
            return Violation.Encapsulation;
        }

        if (!IsExpected(type))
        {
            return Violation.WrongDirection;
        }

        int bodyBytes = offset + count - body;
        int fields = MessageLayout.Of(type, bodyBytes);
        int restBytes = bodyBytes - MessageLayout.Bytes(fields);
        if (restBytes < 0 || (restBytes > 0 && (fields & MessageLayout.Rest) == 0))
        {
            return Violation.FieldLength;
        }

        _buffer = buffer;
        _isBare = bodyBytes == 0;
        Take(fields, body, restBytes);
        violation = Check(type);
        if (violation == Violation.None)
        {
            _type = type;
        }

        return violation;
    }

    // False for messages that the other role sends.
    private protected abstract bool IsExpected(MessageType type);

    // The rule that a message of one direction breaks, its fields being taken.
    private protected abstract Violation CheckOwn(MessageType type);

    // What SUBSCRIBE and UNSUBSCRIBE have instead of a name.
    private protected void TakeTopicIdFromRest()
    {
        _topicIdOffset = _restOffset;
        _topicId = TwoBytes(_restOffset);
    }

    // A topic that is named by a number or by two characters.
    private protected Violation CheckTopicId()
    {
        TopicIdType type = TopicIdType;
        if (type == TopicIdType.Reserved)
        {
            return Violation.TopicIdType;
        }

        if (type == TopicIdType.ShortName)
        {
            return ShortTopicName.Is(_buffer, _topicIdOffset, ShortTopicName.Bytes)
                ? Violation.None : Violation.ShortTopicName;
        }

        return IsReserved(_topicId) ? Violation.ReservedTopicId : Violation.None;
    }

    private protected Violation CheckMsgId() => _msgId == 0 ? Violation.ZeroMsgId : Violation.None;

    private protected static bool IsReserved(int topicId) => topicId == 0 || topicId == 0xFFFF;

    private void Take(int fields, int at, int restBytes)
    {
        _gwId = (fields & MessageLayout.GwId) != 0 ? _buffer[at++] : 0;
        _flags = (fields & MessageLayout.Flags) != 0 ? _buffer[at++] : 0;
        _protocolId = (fields & MessageLayout.ProtocolId) != 0 ? _buffer[at++] : 0;
        _duration = (fields & MessageLayout.Duration) != 0 ? TwoBytes(at) : 0;
        at += (fields & MessageLayout.Duration) != 0 ? 2 : 0;
        _topicIdOffset = at;
        _topicId = (fields & MessageLayout.TopicId) != 0 ? TwoBytes(at) : 0;
        at += (fields & MessageLayout.TopicId) != 0 ? 2 : 0;
        _msgId = (fields & MessageLayout.MsgId) != 0 ? TwoBytes(at) : 0;
        at += (fields & MessageLayout.MsgId) != 0 ? 2 : 0;
        _returnCode = (fields & MessageLayout.ReturnCode) != 0 ? _buffer[at++] : 0;
        _restOffset = at;
        _restLength = restBytes;
    }

    private int TwoBytes(int at) => (_buffer[at] << 8) | _buffer[at + 1];

    private Violation Check(MessageType type)
    {
        switch (type)
        {
            case MessageType.Publish:
                return CheckPublish();
            case MessageType.Register:
                return _topicId == 0xFFFF ? Violation.ReservedTopicId
                    : _msgId == 0 ? Violation.ZeroMsgId
                    : !Topic.IsValid(_buffer, _restOffset, _restLength) ? Violation.TopicName
                    : CheckOwn(type);
            case MessageType.Regack:
                return _returnCode == 0 && IsReserved(_topicId) ? Violation.ReservedTopicId : CheckMsgId();
            case MessageType.Pubrec:
            case MessageType.Pubrel:
            case MessageType.Pubcomp:
            case MessageType.Unsuback:
                return CheckMsgId();
            default:
                return CheckOwn(type);
        }
    }

    private Violation CheckPublish()
    {
        int qualityOfService = QualityOfService;
        if (qualityOfService < 0 && TopicIdType == TopicIdType.Normal)
        {
            return Violation.TopicIdType;
        }

        // With QoS 0 and -1 a message id means nothing and is ignored.
        if (qualityOfService > 0 && _msgId == 0)
        {
            return Violation.ZeroMsgId;
        }

        Violation violation = CheckTopicId();
        return violation == Violation.None ? CheckOwn(MessageType.Publish) : violation;
    }
}
