using System.ComponentModel;
using System.Net;

namespace Edge.Bridge.Configuration;

/// <summary>The embedded broker.</summary>
internal sealed class BrokerOptions
{
    /// <summary>Where the embedded broker listens.</summary>
    [Description("Where the embedded broker listens.")]
    public IPEndPoint Listen { get; set; } = new(IPAddress.Loopback, 1883);
}
