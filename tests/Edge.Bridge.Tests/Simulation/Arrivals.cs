namespace Edge.Bridge.Tests.Simulation;

/// <summary>What has arrived of the numbers that were published to a topic, held against the promise.</summary>
internal static class Arrivals
{
    /// <summary>Fails when one that was acknowledged is missing, when first arrivals are out of order, and when one of QoS 2
    /// came twice.</summary>
    /// <returns>How many came more than once.</returns>
    public static int Check(ulong seed, string topic, HashSet<int> acknowledged, List<(string Topic, int Number)> arrived)
    {
        List<int> numbers = [.. arrived.Where(message => message.Topic == topic).Select(message => message.Number)];
        List<int> first = [.. numbers.Distinct()];
        foreach (int number in acknowledged)
        {
            Assert.True(first.Contains(number), $"seed {seed}: {topic} {number} was acknowledged and is lost");
        }

        Assert.True(
            first.SequenceEqual(Enumerable.Range(0, first.Count)),
            $"seed {seed}: {topic} arrived as {string.Join(' ', first)}");
        if (topic.EndsWith("q2", StringComparison.Ordinal))
        {
            Assert.True(numbers.Count == first.Count, $"seed {seed}: {topic} arrived as {string.Join(' ', numbers)}");
        }

        return numbers.Count - first.Count;
    }
}
