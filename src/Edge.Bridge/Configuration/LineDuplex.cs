namespace Edge.Bridge.Configuration;

/// <summary>Whether both ends of a line may send at the same time.</summary>
internal enum LineDuplex
{
    /// <summary>Both at once, each on a pair of wires of its own.</summary>
    Full,

    /// <summary>By turns: the bridge asks its stations one after the other, and a station sends when it is asked.</summary>
    Half,
}
