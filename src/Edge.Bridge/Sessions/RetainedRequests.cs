namespace Edge.Bridge.Sessions;

/// <summary>Who has just subscribed to what: a retained message that a subscription brings is for whoever asked, and for
/// nobody who has been subscribed all along (MQTT 3.3.1-6, 3.3.1-9).</summary>
internal sealed class RetainedRequests
{
    // Retained messages come right behind the broker's answer; nothing says which one is the last.
    private const int AfterAnswerMs = 5_000;

    private readonly List<Request> _requests = [];

    /// <summary>A session has subscribed.</summary>
    public void Add(DeviceSession session, TopicFilter filter, QualityOfService granted)
    {
        Remove(session, filter);
        _requests.Add(new Request(session, filter, granted));
    }

    /// <summary>The broker has answered to a filter.</summary>
    public void Answered(TopicFilter filter, long now)
    {
        foreach (Request request in _requests)
        {
            if (request.Due == Deadline.Never && IsSame(request.Filter, filter))
            {
                request.Due = now + AfterAnswerMs;
            }
        }
    }

    /// <summary>A session is not subscribed any more.</summary>
    public void Remove(DeviceSession session, TopicFilter? filter = null) => _requests.RemoveAll(
        request => request.Session == session && (filter == null || IsSame(request.Filter, filter)));

    /// <summary>Finds who waits for a retained message of a topic.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="now">Milliseconds.</param>
    /// <param name="wanted">Emptied, then filled.</param>
    public void Match(Topic topic, long now, Dictionary<DeviceSession, QualityOfService> wanted)
    {
        wanted.Clear();
        _requests.RemoveAll(request => now >= request.Due);
        foreach (Request request in _requests)
        {
            if (request.Filter.Matches(topic.Utf8Bytes, 0, topic.Utf8Bytes.Length)
                && (!wanted.TryGetValue(request.Session, out QualityOfService known) || request.Granted > known))
            {
                wanted[request.Session] = request.Granted;
            }
        }
    }

    private static bool IsSame(TopicFilter one, TopicFilter other) =>
        one.Utf8Bytes.AsSpan().SequenceEqual(other.Utf8Bytes);

    private sealed class Request(DeviceSession session, TopicFilter filter, QualityOfService granted)
    {
        public DeviceSession Session => session;

        public TopicFilter Filter => filter;

        public QualityOfService Granted => granted;

        public long Due { get; set; } = Deadline.Never;
    }
}
