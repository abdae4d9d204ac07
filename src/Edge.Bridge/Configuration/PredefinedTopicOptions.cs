using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Edge.Bridge.Configuration;

/// <summary>A topic that devices and bridge know by a number beforehand (MQTT-SN 1.2 §6.6).</summary>
internal sealed class PredefinedTopicOptions
{
    /// <summary>The number.</summary>
    [Description("The number, which the devices have to be told, too."), Required, Range(1, 65_534)]
    public int Id { get; set; }

    /// <summary>The topic.</summary>
    [Description("The topic, without wildcards."), Required]
    public TopicFilter Topic { get; set; } = new("-");
}
