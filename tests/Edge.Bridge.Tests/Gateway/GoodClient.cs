using System.Globalization;
using System.Text;
using Edge.Bridge.Gateway;
using Edge.MqttSn;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>A well-behaved client: it publishes numbers with QoS 1, one at a time, and repeats what is not
/// acknowledged.</summary>
internal sealed class GoodClient(byte address) : IClientPort
{
    private const int RetryMs = 300;

    private readonly byte[] _buffer = new byte[128];
    private readonly MessageFromGateway _answer = new();
    private readonly byte[] _clientId = Encoding.ASCII.GetBytes($"good{address}");
    private int _topicId;
    private bool _isConnected;
    private bool _isDone;
    private long _due;

    public byte Number => address;

    /// <summary>Where it publishes.</summary>
    public string Topic => $"sensors/good{address}";

    /// <summary>Numbers that were acknowledged: all below this one.</summary>
    public int Acknowledged { get; private set; }

    public int MessageBytesMax => 1000;

    public bool IsReliable => false;

    /// <summary>Says what is due.</summary>
    public void Poll(MqttSnGateway gateway, long now)
    {
        if (now < _due && !_isDone)
        {
            return;
        }

        bool isRepeated = !_isDone && _due != 0;
        _isDone = false;
        _due = now + RetryMs;
        gateway.Receive([address], _buffer, 0, Write(isRepeated), now);
    }

    bool IClientPort.Send(byte[] buffer, int offset, int count)
    {
        Assert.Equal(Violation.None, _answer.Read(buffer, offset, count));
        switch (_answer.Type)
        {
            case MessageType.Connack:
                _isConnected = _answer.ReturnCode == ReturnCode.Accepted;
                _isDone = _isConnected;
                break;
            case MessageType.Regack:
                _topicId = _answer.TopicId;
                _isDone = true;
                break;
            case MessageType.Puback when _answer.MsgId == Acknowledged + 1 && _answer.ReturnCode == ReturnCode.Accepted:
                Acknowledged++;
                _isDone = true;
                break;
            case MessageType.Disconnect:
                _isConnected = false;
                _topicId = 0;
                break;
            default:
                break;
        }

        return true;
    }

    private int Write(bool isRepeated)
    {
        if (!_isConnected)
        {
            return MessageWriter.Connect(_buffer, 0, 0, 60, _clientId);
        }

        if (_topicId == 0)
        {
            byte[] topic = Encoding.ASCII.GetBytes(Topic);
            return MessageWriter.Register(_buffer, 0, 0, 1, topic, 0, topic.Length);
        }

        byte[] payload = Encoding.ASCII.GetBytes(Acknowledged.ToString(CultureInfo.InvariantCulture));
        int flags = Flags.OfQualityOfService(1) | (isRepeated ? Flags.Dup : 0);
        return MessageWriter.Publish(_buffer, 0, flags, _topicId, 1 + Acknowledged, payload, 0, payload.Length);
    }
}
