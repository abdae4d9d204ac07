namespace Edge.Testing;

/// <summary>Names a normative statement of MQTT that a test proves.</summary>
/// <param name="id">The statement's id as in the standard's appendix B, without brackets: 2.2.2-1.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RuleAttribute(string id) : Attribute
{
    /// <summary>The statement's id.</summary>
    public string Id { get; } = id;
}
