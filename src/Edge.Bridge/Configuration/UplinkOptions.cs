using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Edge.Bridge.Configuration;

/// <summary>The broker upstream and how to speak to it.</summary>
internal sealed class UplinkOptions
{
    /// <summary>The broker's addresses, at least one, tried in turn.</summary>
    [Description("The broker's addresses, tried in turn; the port is 1883 unless said."), Required]
    public IReadOnlyList<BrokerAddress> Addresses { get; set; } = [];

    /// <summary>The client id under which the broker keeps this bridge's session.</summary>
    [Description("The client id under which the broker keeps this bridge's session; no two bridges may share one.")]
    [Text("text"), DefaultText("`edge-` and the machine's name in lower case")]
    public string ClientId { get; set; } = "edge-" + Environment.MachineName.ToLowerInvariant();

    /// <summary>The user's name, or null.</summary>
    [Description("The user's name at the broker."), Text("text")]
    public string? Username { get; set; }

    /// <summary>The file that holds the password, and what it holds; null when there is none.</summary>
    [Description("The file that holds the password; one newline at its end is not part of it.")]
    [Needs(nameof(Username), "3.1.2-22")]
    public SecretFile? PasswordFile { get; set; }

    /// <summary>The password, or null.</summary>
    public string? Password => PasswordFile?.Content;

    /// <summary>Messages that may wait for the broker's acknowledgement at the same time.</summary>
    [Description("Messages that may wait for the broker's acknowledgement at the same time."), Range(1, 1000)]
    public int InFlight { get; set; } = 64;

    /// <summary>What stands before every topic upstream; empty for nothing.</summary>
    [Description("What stands before every topic upstream, as it is: let it end with `/`."), TopicPrefix]
    public string Prefix { get; set; } = "";

    /// <summary>Seconds of silence after which a PINGREQ is sent; 0 turns it off (3.1.2-23).</summary>
    [Description("Seconds of silence after which the bridge pings the broker; 0 turns it off."), Range(0, 65535)]
    public int KeepAliveSeconds { get; set; } = 60;
}
