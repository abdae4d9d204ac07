using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Edge.Bridge.Guard;
using Edge.Link;

namespace Edge.Bridge.Configuration;

/// <summary>One entry of <c>Links</c>: a place where devices connect.</summary>
internal sealed class LineOptions
{
    private const int StationsMax = 32;

    // Others wait while a station has its turn: at 9600 b/s eight long frames are two seconds.
    private const int HalfDuplexWindow = 8;

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

    /// <summary>Whether both ends may send at the same time.</summary>
    [Description("`Half` on a line that carries one direction at a time, such as RS-485 with two wires or most radios.")]
    [OnlyFor(LineType.Serial)]
    public LineDuplex Duplex { get; set; }

    /// <summary>Milliseconds from the end of one side's turn to the first byte of the other's, at most.</summary>
    [Description("Milliseconds from the end of one side's turn to the first byte of the other's, the line's own switching included, at most.")]
    [OnlyFor(LineType.Serial), Range(0, 10_000), Needs(nameof(Duplex), LineDuplex.Half)]
    public int TurnaroundMs { get; set; }

    /// <summary>The addresses of the devices; more than one only when they take turns.</summary>
    [Description("The addresses of the devices on the line; more than one only with `Duplex` `Half`.")]
    [OnlyFor(LineType.Serial), Range(0, Frame.StationMax), Distinct(StationsMax), DefaultText("`[0]`")]
    public IReadOnlyList<int> Stations { get; set; } = [0];

    /// <summary>Milliseconds that a station is left alone that had nothing to say.</summary>
    [Description("Milliseconds that a station that had nothing to say is left alone before it is asked again.")]
    [OnlyFor(LineType.Serial), Range(0, 60_000), Needs(nameof(Duplex), LineDuplex.Half)]
    public int PollMs { get; set; } = 50;

    /// <summary>True when the system switches the driver of an RS-485 port.</summary>
    [Description("The system switches the port's RS-485 driver on for each turn; without it, the adapter does.")]
    [OnlyFor(LineType.Serial), Needs(nameof(Duplex), LineDuplex.Half)]
    public bool Rs485 { get; set; }

    /// <summary>Where a Tcp or Udp link listens; null on a Serial link.</summary>
    [Description("Where the link listens."), Required, OnlyFor(LineType.Tcp, LineType.Udp), Unique]
    public IPEndPoint? Listen { get; set; }

    /// <summary>What stands between the raw line and the protocol.</summary>
    [Description("What carries the protocol: `Link` is Edge's own reliable frames, `None` the bare bytes.")]
    [ChoiceFor(LineType.Serial, LineFraming.Link, IsDefault = true)]
    [ChoiceFor(LineType.Tcp, LineFraming.None)]
    [ChoiceFor(LineType.Udp, LineFraming.None, IsDefault = true)]
    public LineFraming Framing { get; set; }

    /// <summary>The check sequence of the frames; both ends have to agree.</summary>
    [Description("The check of each frame, 32 bits or 16; the devices have to be told the same."), OnlyFor(LineType.Serial)]
    public FrameCheck Check { get; set; }

    /// <summary>Frames in a turn at most, as configured; <see cref="WindowFrames"/> is what holds.</summary>
    [Description("Frames that a side sends in one turn, or before it waits for an acknowledgement, at most.")]
    [OnlyFor(LineType.Serial), Range(1, LinkOptions.WindowMax), DefaultText("`32`, with `Duplex` `Half` `8`")]
    public int? Window { get; set; }

    /// <summary>Frames in a turn at most.</summary>
    public int WindowFrames => Window ?? (Duplex == LineDuplex.Half ? HalfDuplexWindow : LinkOptions.WindowMax);

    /// <summary>The longest frame.</summary>
    [Description("Bytes of the longest frame."), OnlyFor(LineType.Serial)]
    [Range(Frame.BodyBytesMin, Frame.BodyBytesMax)]
    public int FrameBytesMax { get; set; } = Frame.BodyBytesMax;

    /// <summary>What the devices speak.</summary>
    [Description("What the devices speak.")]
    [ChoiceFor(LineType.Serial, LineProtocol.Mqtt, IsDefault = true)]
    [ChoiceFor(LineType.Tcp, LineProtocol.Mqtt, IsDefault = true)]
    [ChoiceFor(LineType.Udp, LineProtocol.MqttSn, IsDefault = true)]
    public LineProtocol Protocol { get; set; } = LineProtocol.Mqtt;

    /// <summary>Topics that devices and bridge know by a number beforehand.</summary>
    [Description("Topics that devices and bridge know by a number beforehand, which saves registering them.")]
    [OnlyFor(LineType.Udp)]
    public IReadOnlyList<PredefinedTopicOptions> PredefinedTopics { get; set; } = [];

    /// <summary>Topics of one device that have a number.</summary>
    [Description("Topics of one device that may have a number; one more is answered with congestion.")]
    [OnlyFor(LineType.Udp), Range(1, 65_534)]
    public int TopicsMax { get; set; } = 1024;

    /// <summary>Seconds after which an unanswered message is sent again.</summary>
    [Description("Seconds after which an unanswered message is sent again, four times at most; longer than the longest round trip.")]
    [OnlyFor(LineType.Udp), Range(1, 3600)]
    public int RetrySeconds { get; set; } = 10;

    /// <summary>Messages of devices that never connect are taken.</summary>
    [Description("Messages of devices that never connect are taken (QoS -1), and sent on with QoS 0.")]
    [OnlyFor(LineType.Udp)]
    public bool TakesWithoutConnection { get; set; }

    /// <summary>The client ids that are let in; null for all.</summary>
    [Description("The client ids that are let in, `*` for any characters."), DefaultText("all")]
    public IReadOnlyList<ClientIdPattern>? AllowedClients { get; set; }

    /// <summary>The networks whose addresses are let in; null for all.</summary>
    [Description("The networks that devices may come from."), OnlyFor(LineType.Tcp, LineType.Udp), DefaultText("all")]
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
