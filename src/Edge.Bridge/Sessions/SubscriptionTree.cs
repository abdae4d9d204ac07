namespace Edge.Bridge.Sessions;

/// <summary>Who wants what: subscriptions of all sessions by the levels of their filters, so that a message costs what its
/// topic has levels, however many sessions there are.</summary>
internal sealed class SubscriptionTree
{
    private static readonly byte[] AnyLevel = "+"u8.ToArray();
    private static readonly byte[] AllLevels = "#"u8.ToArray();

    private readonly Node _root = new();

    /// <summary>Adds a subscription, or changes its QoS.</summary>
    public void Add(TopicFilter filter, DeviceSession session, QualityOfService granted)
    {
        Node node = _root;
        ReadOnlySpan<byte> levels = filter.Utf8Bytes;
        while (true)
        {
            ReadOnlySpan<byte> level = First(levels, out bool isLast);
            node = node.Child(level);
            if (isLast)
            {
                break;
            }

            levels = levels[(level.Length + 1)..];
        }

        node.Subscribers ??= [];
        node.Subscribers[session] = granted;
    }

    /// <summary>Takes a subscription out, and the levels that nobody needs any more.</summary>
    public void Remove(TopicFilter filter, DeviceSession session) => Remove(_root, filter.Utf8Bytes, session);

    /// <summary>Finds the sessions that want a topic, each once with the highest QoS of its filters (MQTT 3.3.5-1).</summary>
    /// <param name="topic">A topic name.</param>
    /// <param name="wanted">Emptied, then filled.</param>
    public void Match(ReadOnlySpan<byte> topic, Dictionary<DeviceSession, QualityOfService> wanted)
    {
        wanted.Clear();
        // 4.7.2-1: a filter that begins with a wildcard does not match a topic of the broker's own.
        Match(_root, topic, topic[0] != (byte)'$', wanted);
    }

    private static void Match(
        Node node, ReadOnlySpan<byte> topic, bool withWildcards, Dictionary<DeviceSession, QualityOfService> wanted)
    {
        ReadOnlySpan<byte> level = First(topic, out bool isLast);
        if (withWildcards)
        {
            node.Find(AllLevels)?.Collect(wanted);
            Descend(node.Find(AnyLevel), topic, level, isLast, wanted);
        }

        Descend(node.Find(level), topic, level, isLast, wanted);
    }

    private static void Descend(
        Node? child, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> level, bool isLast,
        Dictionary<DeviceSession, QualityOfService> wanted)
    {
        if (child == null)
        {
            return;
        }

        if (!isLast)
        {
            Match(child, topic[(level.Length + 1)..], true, wanted);
            return;
        }

        child.Collect(wanted);
        // 4.7.1-2: "sport/#" also matches "sport".
        child.Find(AllLevels)?.Collect(wanted);
    }

    // True when nothing is left of the node.
    private static bool Remove(Node node, ReadOnlySpan<byte> levels, DeviceSession session)
    {
        ReadOnlySpan<byte> level = First(levels, out bool isLast);
        if (node.Find(level) is { } child)
        {
            if (isLast)
            {
                child.Subscribers?.Remove(session);
            }
            else
            {
                Remove(child, levels[(level.Length + 1)..], session);
            }

            if (child.IsEmpty)
            {
                node.Children!.Remove(level.ToArray());
            }
        }

        return node.IsEmpty;
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> levels, out bool isLast)
    {
        int end = levels.IndexOf((byte)'/');
        isLast = end < 0;
        return isLast ? levels : levels[..end];
    }

    private sealed class Node
    {
        public Dictionary<byte[], Node>? Children { get; private set; }

        public Dictionary<DeviceSession, QualityOfService>? Subscribers { get; set; }

        public bool IsEmpty => Subscribers is null or { Count: 0 } && Children is null or { Count: 0 };

        public Node? Find(ReadOnlySpan<byte> level)
        {
            Node? child = null;
            Children?.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(level, out child);
            return child;
        }

        public Node Child(ReadOnlySpan<byte> level)
        {
            if (Find(level) is { } found)
            {
                return found;
            }

            Children ??= new Dictionary<byte[], Node>(ByteSequence.Comparer);
            Node child = new();
            Children.Add(level.ToArray(), child);
            return child;
        }

        public void Collect(Dictionary<DeviceSession, QualityOfService> wanted)
        {
            foreach ((DeviceSession session, QualityOfService granted) in Subscribers ?? [])
            {
                if (!wanted.TryGetValue(session, out QualityOfService known) || granted > known)
                {
                    wanted[session] = granted;
                }
            }
        }
    }
}
