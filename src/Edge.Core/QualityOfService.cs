namespace Edge;

/// <summary>How hard a message is delivered (MQTT 4.3).</summary>
public enum QualityOfService
{
    /// <summary>QoS 0: sent once, lost with the connection.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: repeated until acknowledged; may arrive more than once.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: arrives exactly once.</summary>
    ExactlyOnce = 2,
}
