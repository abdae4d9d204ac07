using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Edge.Bridge.Configuration;

/// <summary>What devices may take; the bounds hold before anything is allocated.</summary>
internal sealed class LimitsOptions
{
    /// <summary>Bytes of the largest packet that a device may send.</summary>
    [Description("Bytes of the largest packet that a device may send."), Range(128, 16 * 1_048_576)]
    public int PacketBytesMax { get; set; } = 1_048_576;

    /// <summary>Devices that may be connected at the same time, all links together.</summary>
    [Description("Devices that may be connected at the same time, all links together."), Range(1, 100_000)]
    public int ClientsMax { get; set; } = 10_000;

    /// <summary>Seconds from the connection to a complete CONNECT.</summary>
    [Description("Seconds that a connection has to send its CONNECT."), Range(1, 3600)]
    public int ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>Messages of one connection that the bridge holds unacknowledged before it reads no more.</summary>
    [Description("Messages of one connection that may await the uplink; then no more is read from it."), Range(1, 65535)]
    public int HeldMax { get; set; } = 1000;
}
