using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Edge.Bridge.Guard;

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

    /// <summary>The client ids that are let in; null for all.</summary>
    [Description("The client ids that are let in, `*` for any characters."), DefaultText("all")]
    public IReadOnlyList<ClientIdPattern>? AllowedClients { get; set; }

    /// <summary>The networks whose addresses are let in; null for all.</summary>
    [Description("The networks that devices may come from."), OnlyFor(LineType.Tcp), DefaultText("all")]
    public IReadOnlyList<IPNetwork>? Networks { get; set; }

    /// <summary>The users, without whose password nobody is let in; null when nobody is asked.</summary>
    [Description("The users and the hashes of their passwords; with it, nobody is let in without.")]
    [OnlyFor(LineType.Tcp)]
    public UsersFile? UsersFile { get; set; }

    /// <summary>Topic filters that the devices' messages must match.</summary>
    [Description("The topics that devices on this link may publish to."), DefaultText("`[\"#\"]`")]
    public IReadOnlyList<TopicFilter> Publish { get; set; } = [new("#")];

    /// <summary>Topic filters that must cover the devices' subscriptions.</summary>
    [Description("The topics that devices on this link may subscribe to."), DefaultText("`[\"#\"]`")]
    public IReadOnlyList<TopicFilter> Subscribe { get; set; } = [new("#")];

    /// <summary>What single users may do, within what the link allows.</summary>
    [Description("What single users may do, within what the link allows."), OnlyFor(LineType.Tcp)]
    [Needs(nameof(UsersFile))]
    public IReadOnlyList<UserOptions> Users { get; set; } = [];
}
