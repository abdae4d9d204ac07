namespace Edge.Mqtt.Tests.Simulation;

/// <summary>A store in which what the user does with a QoS 2 message is kept together with the record that it was
/// taken.</summary>
internal interface ITakenMessages
{
    /// <summary>The user did something with the QoS 2 message that came under this identifier.</summary>
    void Take(int identifier, int number);
}
