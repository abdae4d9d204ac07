using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Edge.Bridge.Configuration;

/// <summary>The broker upstream and how to speak to it.</summary>
internal sealed class UplinkOptions
{
    /// <summary>The broker's addresses, at least one, tried in turn.</summary>
    [Description("The broker's addresses, tried in turn. Ports are 1883, 8883, 80 and 443 unless said."), Required]
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
    [Needs(nameof(Username), Rule = "3.1.2-22")]
    public SecretFile? PasswordFile { get; set; }

    /// <summary>The password, or null.</summary>
    public string? Password => PasswordFile?.Content;

    /// <summary>The only authorities to trust; null for the system's.</summary>
    [Description("The certificates of the only authorities to trust at `mqtts://` and `wss://`; without it, the system's.")]
    public PemFile? CaFile { get; set; }

    /// <summary>The bridge's own certificate; null to show none.</summary>
    [Description("The bridge's own certificate, for brokers that ask for one, and its intermediates behind it.")]
    [Needs(nameof(KeyFile))]
    public PemFile? CertificateFile { get; set; }

    /// <summary>The private key of <see cref="CertificateFile"/>.</summary>
    [Description("The private key of that certificate, not encrypted."), Needs(nameof(CertificateFile))]
    public PemFile? KeyFile { get; set; }

    /// <summary>Messages that may wait for the broker's acknowledgement at the same time.</summary>
    [Description("Messages that may wait for the broker's acknowledgement at the same time."), Range(1, 1000)]
    public int InFlight { get; set; } = 64;

    /// <summary>What stands before every topic upstream; empty for nothing.</summary>
    [Description("What stands before every topic upstream, as it is: let it end with `/`."), TopicPrefix]
    public string Prefix { get; set; } = "";

    /// <summary>What may go up: topic filters over the devices' topics, without <see cref="Prefix"/>.</summary>
    [Description("The topics that may go up, as the devices name them, without the prefix."), DefaultText("`[\"#\"]`")]
    public IReadOnlyList<TopicFilter> Publish { get; set; } = [new("#")];

    /// <summary>What may come down: topic filters that cover the devices' subscriptions, without
    /// <see cref="Prefix"/>.</summary>
    [Description("The topics that devices may subscribe to, without the prefix."), DefaultText("`[\"#\"]`")]
    public IReadOnlyList<TopicFilter> Subscribe { get; set; } = [new("#")];

    /// <summary>Seconds of silence after which a PINGREQ is sent; 0 turns it off (3.1.2-23).</summary>
    [Description("Seconds of silence after which the bridge pings the broker; 0 turns it off."), Range(0, 65535)]
    public int KeepAliveSeconds { get; set; } = 60;
}
