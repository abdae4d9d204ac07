namespace Edge.Bridge.Configuration;

/// <summary>What stands between the raw line and the protocol.</summary>
internal enum LineFraming
{
    /// <summary>Edge's own reliable frames.</summary>
    Link,

    /// <summary>Nothing: the protocol's bytes as they are.</summary>
    None,
}
