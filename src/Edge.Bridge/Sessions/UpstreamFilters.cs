namespace Edge.Bridge.Sessions;

/// <summary>How many device sessions ask for each filter, so that the broker is asked once and let go with the last.</summary>
internal sealed class UpstreamFilters
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>One more asks for a filter.</summary>
    public void Add(TopicFilter filter)
    {
        string name = filter.ToString();
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
    }

    /// <summary>One less asks for a filter.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Remove(TopicFilter filter)
    {
        string name = filter.ToString();
        int count = _counts.GetValueOrDefault(name);
        if (count > 1)
        {
            _counts[name] = count - 1;
            return false;
        }

        return _counts.Remove(name);
    }
}
