namespace Edge.Bridge.Configuration;

/// <summary>What a link is made of.</summary>
internal enum LineType
{
    /// <summary>A serial port.</summary>
    Serial,

    /// <summary>A TCP listener.</summary>
    Tcp,

    /// <summary>A UDP socket.</summary>
    Udp,
}
