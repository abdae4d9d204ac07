namespace Edge.MqttSn.Tests.Zero;

/// <summary>A gateway that answers everything, sends each message back with another id, and allocates nothing.</summary>
internal sealed class MirrorLink : IMessageLink
{
    private const int Slots = 64;
    private const int SlotBytes = 128;

    private readonly MessageFromClient _message = new();
    private readonly byte[][] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new byte[SlotBytes])];
    private readonly int[] _lengths = new int[Slots];
    private int _first;
    private int _end;
    private int _lastMsgId;

    public bool IsUp => true;

    public int Epoch { get; set; } = 1;

    public int MessageBytesMax => SlotBytes;

    public int PreferredBytes => SlotBytes;

    public int ShownEpoch => Epoch;

    public int UnsentBytes => 0;

    public int Poll(long now) => Deadline.Idle;

    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        if (_message.Read(buffer, offset, count) != Violation.None)
        {
            throw new InvalidOperationException("the client has sent a message that breaks a rule");
        }

        int msgId = _message.MsgId;
        byte[] slot = _slots[_end % Slots];
        switch (_message.Type)
        {
            case MessageType.Connect:
                Add(MessageWriter.CodeOnly(slot, 0, MessageType.Connack, ReturnCode.Accepted));
                break;
            case MessageType.Register:
                Add(MessageWriter.TopicAnswer(slot, 0, MessageType.Regack, 5, msgId, ReturnCode.Accepted));
                break;
            case MessageType.Subscribe:
                Add(MessageWriter.Suback(slot, 0, 2, 5, msgId, ReturnCode.Accepted));
                break;
            case MessageType.Publish:
                Answer(slot, buffer, msgId);
                break;
            case MessageType.Pubrel:
                Add(MessageWriter.MsgIdOnly(slot, 0, MessageType.Pubcomp, msgId));
                break;
            case MessageType.Pubrec:
                Add(MessageWriter.MsgIdOnly(slot, 0, MessageType.Pubrel, msgId));
                break;
            case MessageType.Pingreq:
                Add(MessageWriter.Empty(slot, 0, MessageType.Pingresp));
                break;
            case MessageType.Disconnect:
                Add(MessageWriter.Empty(slot, 0, MessageType.Disconnect));
                break;
            default:
                break;
        }

        return true;
    }

    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        buffer = _slots[_first % Slots];
        offset = 0;
        count = _lengths[_first % Slots];
        return _first < _end;
    }

    public void Release() => _first++;

    public void Wait(int milliseconds)
    {
    }

    public void Wake()
    {
    }

    private void Answer(byte[] slot, byte[] buffer, int msgId)
    {
        int qualityOfService = _message.QualityOfService;
        if (qualityOfService == 1)
        {
            Add(MessageWriter.TopicAnswer(slot, 0, MessageType.Puback, 5, msgId, ReturnCode.Accepted));
        }
        else if (qualityOfService == 2)
        {
            Add(MessageWriter.MsgIdOnly(slot, 0, MessageType.Pubrec, msgId));
        }

        _lastMsgId = _lastMsgId == 65_535 ? 1 : _lastMsgId + 1;
        Add(MessageWriter.Publish(
            _slots[_end % Slots], 0, _message.Flags, _message.TopicId, qualityOfService == 0 ? 0 : _lastMsgId,
            buffer, _message.RestOffset, _message.RestLength));
    }

    private void Add(int length)
    {
        _lengths[_end % Slots] = length;
        _end++;
    }
}
