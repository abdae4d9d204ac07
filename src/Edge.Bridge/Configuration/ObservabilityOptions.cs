using System.ComponentModel;
using System.Net;

namespace Edge.Bridge.Configuration;

/// <summary>Where a running bridge tells how it is.</summary>
internal sealed class ObservabilityOptions
{
    /// <summary>Where <c>edge status</c> asks, on loopback.</summary>
    [Description("Where a running bridge answers `edge status`, on loopback.")]
    public IPEndPoint Listen { get; set; } = new(IPAddress.Loopback, 9464);
}
