namespace Edge;

/// <summary>A message as a handler sees it, of either protocol. One object is filled again for each PUBLISH received: what
/// it shows is valid until the handler returns.</summary>
public abstract class Message
{
    private static readonly byte[] EmptyBuffer = new byte[0];

    // Fields, because the interpreter of a device charges a call for each property that is set.
    private byte[] _topicBuffer = EmptyBuffer;
    private byte[] _payloadBuffer = EmptyBuffer;
    private int _topicOffset;
    private int _topicLength;
    private int _payloadOffset;
    private int _payloadLength;
    private int _identifier;
    private int _delivery;
    private QualityOfService _qualityOfService;
    private bool _isDuplicate;
    private bool _isRetained;

    /// <summary>The array in which the topic name lies; not to be written to.</summary>
    public byte[] TopicBuffer => _topicBuffer;

    /// <summary>Where the topic name begins.</summary>
    public int TopicOffset => _topicOffset;

    /// <summary>Bytes of the topic name, at least 1.</summary>
    public int TopicLength => _topicLength;

    /// <summary>The array in which the payload lies, which may be that of the topic; not to be written to.</summary>
    public byte[] PayloadBuffer => _payloadBuffer;

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
    public int Delivery => _delivery;

    /// <summary>Gives the message the number by which it is acknowledged.</summary>
    protected void ShowDelivery(int delivery) => _delivery = delivery;

    /// <summary>Shows another message, without a <see cref="Delivery"/>.</summary>
    protected void Show(
        byte[] topicBuffer, int topicOffset, int topicLength, byte[] payloadBuffer, int payloadOffset, int payloadLength,
        int identifier, QualityOfService qualityOfService, bool isDuplicate, bool isRetained)
    {
        _topicBuffer = topicBuffer;
        _topicOffset = topicOffset;
        _topicLength = topicLength;
        _payloadBuffer = payloadBuffer;
        _payloadOffset = payloadOffset;
        _payloadLength = payloadLength;
        _identifier = identifier;
        _delivery = 0;
        _qualityOfService = qualityOfService;
        _isDuplicate = isDuplicate;
        _isRetained = isRetained;
    }
}
