namespace Edge.Bridge.Gateway;

/// <summary>Topics that a gateway and its clients know by a number beforehand (MQTT-SN 1.2 §6.6).</summary>
internal sealed class PredefinedTopics
{
    private readonly Dictionary<int, Topic> _byId = [];
    private readonly Dictionary<byte[], int> _byName = new(ByteSequence.Comparer);

    /// <param name="topics">Ids of 1 to 65,534, each once, and their topics.</param>
    public PredefinedTopics(IEnumerable<(int Id, Topic Topic)> topics)
    {
        foreach ((int id, Topic topic) in topics)
        {
            _byId[id] = topic;
            _byName.TryAdd(topic.Utf8Bytes, id);
        }
    }

    /// <summary>The topic of an id, or null.</summary>
    public Topic? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>The id of a topic, or 0.</summary>
    public int Find(Topic topic) => _byName.GetValueOrDefault(topic.Utf8Bytes);
}
