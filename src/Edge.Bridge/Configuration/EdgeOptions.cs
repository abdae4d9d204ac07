using System.ComponentModel;
using Microsoft.Extensions.Configuration;

namespace Edge.Bridge.Configuration;

/// <summary>Everything that can be said about a bridge: the section <c>Edge</c> of its configuration. The attributes of
/// these properties are the schema; validation, defaults and the table in docs/configuration.md come from it.</summary>
internal sealed class EdgeOptions
{
    /// <summary>The broker upstream; null when the embedded broker is the upstream.</summary>
    [Description("The broker that gets what the devices publish; without it the embedded broker does.")]
    public UplinkOptions? Uplink { get; set; }

    /// <summary>What is on disk.</summary>
    [Description("The file in which messages and sessions are kept.")]
    public JournalOptions Journal { get; set; } = new();

    /// <summary>Where devices connect.</summary>
    [Description("Where devices connect.")]
    public IReadOnlyList<LineOptions> Links { get; set; } = [];

    /// <summary>What a device may take.</summary>
    [Description("What a device may take.")]
    public LimitsOptions Limits { get; set; } = new();

    /// <summary>The embedded broker.</summary>
    [Description("The embedded broker.")]
    public BrokerOptions Broker { get; set; } = new();

    /// <summary>Where the bridge tells how it is.</summary>
    [Description("Where a running bridge tells how it is.")]
    public ObservabilityOptions Observability { get; set; } = new();

    /// <summary>The section <c>Logging</c>, as Microsoft.Extensions.Logging reads it; no part of the schema.</summary>
    public IConfiguration Logging { get; set; } = new ConfigurationBuilder().Build();
}
