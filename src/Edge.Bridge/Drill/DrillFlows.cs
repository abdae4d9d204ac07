namespace Edge.Bridge.Drill;

/// <summary>The messages of a drill.</summary>
internal sealed class DrillFlows
{
    /// <summary>From the sensor to the broker.</summary>
    public Flow[] Up { get; } =
    [
        new(1, "drill/up/qos1", QualityOfService.AtLeastOnce),
        new(2, "drill/up/qos2", QualityOfService.ExactlyOnce),
    ];

    /// <summary>From the broker to the actuator.</summary>
    public Flow[] Down { get; } =
    [
        new(3, "drill/down/qos1", QualityOfService.AtLeastOnce),
        new(4, "drill/down/qos2", QualityOfService.ExactlyOnce),
    ];

    /// <summary>Everything that was published has been acknowledged and has arrived.</summary>
    public bool AreComplete => Up.All(flow => flow.IsComplete) && Down.All(flow => flow.IsComplete);
}
