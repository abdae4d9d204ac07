namespace Edge.Device.Tests.Reading;

/// <summary>What a proof found.</summary>
/// <param name="Where">The method or type.</param>
/// <param name="What">What is wrong with it.</param>
internal sealed record Violation(string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";

    public static string Report(IEnumerable<Violation> violations) =>
        string.Join('\n', violations.Select(violation => violation.ToString()).Distinct());
}
