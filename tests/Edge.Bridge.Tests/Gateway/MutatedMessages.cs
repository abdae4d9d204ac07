using Edge.MqttSn;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>MQTT-SN messages as a client sends them, most of them with something wrong.</summary>
internal sealed class MutatedMessages(ulong seed)
{
    private static readonly byte[][] Topics = [.. new[] { "a", "a/b", "t1", "a/+", "#", "long/topic/of/a/hostile/client" }
        .Select(System.Text.Encoding.UTF8.GetBytes)];

    private readonly SeededRandom _random = new(seed);
    private readonly byte[] _buffer = new byte[600];

    /// <summary>Any bytes.</summary>
    public byte[] Random() => Bytes(_random.Next(40));

    /// <summary>A message that is valid, or nearly so.</summary>
    public byte[] Next()
    {
        byte[] message = _buffer.AsSpan(0, Write()).ToArray();
        switch (_random.Next(6))
        {
            case 0:
                message[_random.Next(message.Length)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                message = message[.._random.Next(message.Length)];
                break;
            case 2:
                message = [.. message, .. Bytes(1 + _random.Next(4))];
                break;
            case 3:
                // Cut, with a length that is right again.
                message = message[..Math.Max(2, _random.Next(message.Length))];
                message[0] = (byte)message.Length;
                break;
            case 4:
                message = [(byte)(3 + _random.Next(3)), (byte)MessageType.Encapsulated, 0, .. Bytes(_random.Next(3)), .. message];
                break;
            default:
                break;
        }

        return message;
    }

    private int Write()
    {
        byte[] topic = Topics[_random.Next(Topics.Length)];
        byte[] payload = Bytes(_random.Next(_random.Next(20) == 0 ? 300 : 20));
        int id = _random.Next(6);
        int msgId = _random.Next(5);
        int flags = _random.Next(256);
        return _random.Next(18) switch
        {
            0 or 1 => MessageWriter.Connect(_buffer, 0, flags & 0x0C, _random.Next(100), [(byte)'h', (byte)('a' + _random.Next(26))]),
            2 => MessageWriter.WillTopic(_buffer, 0, MessageType.WillTopic, flags & 0x70, topic),
            3 => MessageWriter.WillMsg(_buffer, 0, MessageType.WillMsg, payload),
            4 => MessageWriter.Register(_buffer, 0, 0, msgId, topic, 0, topic.Length),
            5 => MessageWriter.TopicAnswer(_buffer, 0, MessageType.Regack, id, msgId, (ReturnCode)_random.Next(5)),
            6 or 7 or 8 => MessageWriter.Publish(_buffer, 0, flags, id, msgId, payload, 0, payload.Length),
            9 => MessageWriter.TopicAnswer(_buffer, 0, MessageType.Puback, id, msgId, (ReturnCode)_random.Next(5)),
            10 => MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubrec, msgId),
            11 => MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubrel, msgId),
            12 => MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubcomp, msgId),
            13 => MessageWriter.SubscribeName(_buffer, 0, MessageType.Subscribe, flags & 0x60, msgId, topic),
            14 => MessageWriter.SubscribeId(_buffer, 0, MessageType.Unsubscribe, flags & 0x63, msgId, id),
            15 => MessageWriter.Pingreq(_buffer, 0, [(byte)'h', (byte)('a' + _random.Next(26))]),
            16 => MessageWriter.Sleep(_buffer, 0, _random.Next(200)),
            _ => MessageWriter.WillMsg(_buffer, 0, MessageType.WillMsgUpd, payload),
        };
    }

    private byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)_random.Next(256))];
}
