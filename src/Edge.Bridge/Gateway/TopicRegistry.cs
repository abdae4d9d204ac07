namespace Edge.Bridge.Gateway;

/// <summary>The topics of one session by number (MQTT-SN 1.2 §6.5). Within a session a number never means two
/// topics: none is given again.</summary>
internal sealed class TopicRegistry
{
    private const int IdMax = 0xFFFE;

    private readonly List<Topic> _topics = [];
    private readonly Dictionary<byte[], int> _ids = new(ByteSequence.Comparer);
    private readonly HashSet<int> _known = [];

    /// <summary>Numbers given.</summary>
    public int Count => _topics.Count;

    /// <summary>The topic of a number, or null.</summary>
    public Topic? Find(int id) => id >= 1 && id <= _topics.Count ? _topics[id - 1] : null;

    /// <summary>The number of a topic; 0 when it has none.</summary>
    public int Find(ReadOnlySpan<byte> name) =>
        _ids.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out int id) ? id : 0;

    /// <summary>Gives a topic that has none its number.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="topicsMax">Numbers that the session may have.</param>
    /// <returns>0 when it has as many as it may.</returns>
    public int Add(Topic topic, int topicsMax)
    {
        if (_topics.Count >= Math.Min(topicsMax, IdMax))
        {
            return 0;
        }

        _topics.Add(topic);
        _ids.Add(topic.Utf8Bytes, _topics.Count);
        return _topics.Count;
    }

    /// <summary>True when the client knows the number, and so need not be told.</summary>
    public bool IsKnown(int id) => _known.Contains(id);

    /// <summary>The client knows a number, or has shown that it does not.</summary>
    public void SetKnown(int id, bool isKnown)
    {
        if (isKnown)
        {
            _known.Add(id);
        }
        else
        {
            _known.Remove(id);
        }
    }

    /// <summary>The client may have forgotten all numbers.</summary>
    public void ForgetKnown() => _known.Clear();
}
