namespace Edge.Bridge.Configuration;

/// <summary>The values of one place, under keys such as <c>Edge:Links:0:Baud</c>; a later layer stands over an earlier
/// one.</summary>
internal sealed class ConfigurationLayer(string origin)
{
    /// <summary>Ends a mistake with where its value comes from; empty for the file.</summary>
    public string Origin { get; } = origin;

    /// <summary>The values; an empty text also stands for a section or a list that is there and empty.</summary>
    public Dictionary<string, string?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was wrong with the layer as a whole.</summary>
    public List<string> Mistakes { get; } = [];

    /// <summary>True when nothing could be read, so that nothing can be said about single settings.</summary>
    public bool IsBroken { get; set; }

    /// <summary>True when the key, or a key below it, has its value here.</summary>
    public bool Holds(string key) =>
        Values.ContainsKey(key)
        || Values.Keys.Any(k => k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
}
