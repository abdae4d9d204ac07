namespace Edge.Testing;

/// <summary>Names the normative statement that a test proves.</summary>
/// <param name="id">As the standard numbers it: "4.4.0-1" for [MQTT-4.4.0-1].</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RuleAttribute(string id) : Attribute
{
    /// <summary>The statement's number.</summary>
    public string Id { get; } = id;
}
