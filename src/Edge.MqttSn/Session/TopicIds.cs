namespace Edge.MqttSn;

/// <summary>By which type of id a topic goes: predefined when the options say so, as it is when it has two characters, and
/// registered else (MQTT-SN 1.2 §6.5, §6.7).</summary>
internal sealed class TopicIds
{
    internal readonly TopicTable Table;

    private readonly MqttSnClientOptions _options;
    private readonly byte[] _shortName = new byte[ShortTopicName.Bytes];

    internal TopicIds(MqttSnClientOptions options)
    {
        _options = options;
        Table = new TopicTable(options.TopicsMax, options.TopicBytesMax);
    }

    // The name of the received topic id.
    internal byte[] NameBuffer { get; private set; } = new byte[0];

    internal int NameOffset { get; private set; }

    internal int NameLength { get; private set; }

    // The type of the id under which a topic or filter goes, and that id where it does not have to be registered.
    internal TopicIdType TypeOf(byte[] name, int offset, int length, out int topicId)
    {
        for (int i = 0; i < _options.PredefinedCount; i++)
        {
            byte[] predefined = _options.PredefinedTopics[i].Utf8Bytes;
            if (predefined.Length == length && Bytes.AreSame(predefined, 0, name, offset, length))
            {
                topicId = _options.PredefinedIds[i];
                return TopicIdType.Predefined;
            }
        }

        bool isShort = ShortTopicName.Is(name, offset, length);
        topicId = isShort ? ShortTopicName.Id(name, offset) : 0;
        return isShort ? TopicIdType.ShortName : TopicIdType.Normal;
    }

    // Shows the name of the topic of a received message; false when its id is not known.
    internal bool Resolve(MessageFromGateway message)
    {
        switch (message.TopicIdType)
        {
            case TopicIdType.ShortName:
                // The datagram is the carrier's; what is shown is this side's.
                _shortName[0] = (byte)(message.TopicId >> 8);
                _shortName[1] = (byte)message.TopicId;
                Show(_shortName, 0, ShortTopicName.Bytes);
                return true;
            case TopicIdType.Predefined:
                for (int i = 0; i < _options.PredefinedCount; i++)
                {
                    if (_options.PredefinedIds[i] == message.TopicId)
                    {
                        byte[] name = _options.PredefinedTopics[i].Utf8Bytes;
                        Show(name, 0, name.Length);
                        return true;
                    }
                }

                return false;
            default:
                int entry = Table.FindId(message.TopicId);
                if (entry == TopicTable.None)
                {
                    return false;
                }

                Show(Table.Names, Table.Offset(entry), Table.Length(entry));
                return true;
        }
    }

    private void Show(byte[] buffer, int offset, int length)
    {
        NameBuffer = buffer;
        NameOffset = offset;
        NameLength = length;
    }
}
