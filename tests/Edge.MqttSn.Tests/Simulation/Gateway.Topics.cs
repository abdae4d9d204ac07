using System.Text;

namespace Edge.MqttSn.Tests.Simulation;

// Which topic has which id.
internal sealed partial class Gateway
{
    /// <summary>Topics whose ids both sides know beforehand.</summary>
    public static readonly Dictionary<int, string> Predefined = new() { [7] = "pre/up", [8] = "pre/down" };

    private readonly Dictionary<string, int> _ids = [];

    // Ids of which the client knows what they mean.
    private readonly HashSet<int> _known = [];
    private int _lastId;

    /// <summary>Subscriptions that the session has.</summary>
    public int Subscriptions => _subscriptions.Count;

    /// <summary>Ids that the client was told, and messages that it refused because it did not know their id.</summary>
    public int Registrations { get; private set; }

    public int Refusals { get; private set; }

    /// <summary>From now on the client's ids mean nothing.</summary>
    public void ForgetTopicIds()
    {
        _ids.Clear();
        _known.Clear();
    }

    private void OnTopics(MessageType type)
    {
        switch (type)
        {
            case MessageType.Register when IsCongested:
                Send(MessageWriter.TopicAnswer(_out, 0, MessageType.Regack, 0, _message.MsgId, ReturnCode.Congestion));
                break;
            case MessageType.Subscribe when IsCongested:
                Send(MessageWriter.Suback(_out, 0, 0, 0, _message.MsgId, ReturnCode.Congestion));
                break;
            case MessageType.Register:
                int id = Assign(Encoding.UTF8.GetString(Rest()));
                _known.Add(id);
                Send(MessageWriter.TopicAnswer(_out, 0, MessageType.Regack, id, _message.MsgId, ReturnCode.Accepted));
                break;
            case MessageType.Regack:
                OnRegack();
                break;
            case MessageType.Subscribe:
                OnSubscribe();
                break;
            default:
                _subscriptions.Remove(new TopicFilter(TopicOfRequest()));
                Send(MessageWriter.MsgIdOnly(_out, 0, MessageType.Unsuback, _message.MsgId));
                break;
        }
    }

    private void OnSubscribe()
    {
        string filter = TopicOfRequest();
        _subscriptions.Add(new TopicFilter(filter));
        int id = _message.TopicId;
        if (_message.TopicIdType == TopicIdType.Normal)
        {
            bool isConcrete = filter.IndexOfAny(['+', '#']) < 0;
            id = isConcrete ? Assign(filter) : 0;
            if (isConcrete)
            {
                _known.Add(id);
            }
        }

        Send(MessageWriter.Suback(_out, 0, _message.QualityOfService, id, _message.MsgId, ReturnCode.Accepted));
    }

    private string TopicOfRequest() => _message.TopicIdType switch
    {
        TopicIdType.Normal => Encoding.UTF8.GetString(Rest()),
        TopicIdType.Predefined => Predefined[_message.TopicId],
        _ => Encoding.UTF8.GetString(_message.Buffer, _message.TopicIdOffset, 2),
    };

    // The topic of a message that was published, or null when its id means nothing here.
    private string? TopicOfPublish() => _message.TopicIdType switch
    {
        TopicIdType.Normal => _ids.FirstOrDefault(pair => pair.Value == _message.TopicId).Key,
        TopicIdType.Predefined => Predefined.GetValueOrDefault(_message.TopicId),
        _ => Encoding.UTF8.GetString(_message.Buffer, _message.TopicIdOffset, 2),
    };

    // What a message to the client has as its topic; false when the client has to be told its id first.
    private bool IsAddressed(string topic, out TopicIdType type, out int id)
    {
        type = TopicIdType.Normal;
        if (topic.Length == 2)
        {
            type = TopicIdType.ShortName;
            id = (topic[0] << 8) | topic[1];
            return true;
        }

        KeyValuePair<int, string> predefined = Predefined.FirstOrDefault(pair => pair.Value == topic);
        if (predefined.Value != null)
        {
            type = TopicIdType.Predefined;
            id = predefined.Key;
            return true;
        }

        id = Assign(topic);
        return _known.Contains(id);
    }

    private int Assign(string topic)
    {
        if (!_ids.TryGetValue(topic, out int id))
        {
            id = _lastId += 1 + world.Random.Next(5);
            _ids[topic] = id;
        }

        return id;
    }
}
