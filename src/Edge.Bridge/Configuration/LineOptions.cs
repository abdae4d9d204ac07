using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Edge.Bridge.Configuration;

/// <summary>One entry of <c>Links</c>: a place where devices connect.</summary>
internal sealed class LineOptions
{
    /// <summary>The name in logs and tables, unique without regard to case.</summary>
    [Description("The name in logs and tables."), Required, LineName, Unique]
    public string Name { get; set; } = "";

    /// <summary>What the link is made of; it decides which other keys there are.</summary>
    [Description("What the link is made of; it decides which other keys there are."), Required]
    public LineType Type { get; set; }

    /// <summary>The serial port; null on a Tcp link.</summary>
    [Description("The serial port."), Required, OnlyFor(LineType.Serial), Unique]
    [Text("a serial port such as /dev/ttyUSB0 or COM3")]
    public string? Port { get; set; }

    /// <summary>Bits per second of the serial port.</summary>
    [Description("Bits per second."), OnlyFor(LineType.Serial), Range(50, 4_000_000)]
    public int Baud { get; set; } = 115_200;

    /// <summary>Where a Tcp link listens; null on a Serial link.</summary>
    [Description("Where the link listens."), Required, OnlyFor(LineType.Tcp), Unique]
    public IPEndPoint? Listen { get; set; }

    /// <summary>What stands between the raw line and the protocol.</summary>
    [Description("What carries the protocol: `Link` is Edge's own reliable frames, `None` the bare bytes.")]
    [ChoiceFor(LineType.Serial, LineFraming.Link, IsDefault = true)]
    [ChoiceFor(LineType.Tcp, LineFraming.None)]
    public LineFraming Framing { get; set; }

    /// <summary>What the devices speak.</summary>
    [Description("What the devices speak.")]
    public LineProtocol Protocol { get; set; } = LineProtocol.Mqtt;
}
