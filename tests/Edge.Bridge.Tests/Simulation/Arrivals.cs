namespace Edge.Bridge.Tests.Simulation;

/// <summary>What has arrived of the numbers that were published to a topic, held against the promise.</summary>
internal static class Arrivals
{
    /// <summary>Checks what devices published and the commands that they got, each topic by <see cref="Check"/>.</summary>
    /// <returns>Commands that have arrived.</returns>
    public static int CheckBothWays(
        ulong seed, IEnumerable<SimulatedDevice> devices, SimulatedBroker broker, ref int duplicates)
    {
        int arrived = 0;
        foreach (SimulatedDevice device in devices)
        {
            foreach ((string topic, HashSet<int> numbers) in device.Acknowledged)
            {
                duplicates += Check(seed, "site/" + topic, numbers, broker.Taken);
            }

            List<(string Topic, int Number)> commands = [.. device.Commands.Select(c => ("site/" + c.Topic, c.Number))];
            foreach ((string topic, HashSet<int> numbers) in broker.Acknowledged)
            {
                if (topic.Contains("/" + device.Name + "/", StringComparison.Ordinal))
                {
                    duplicates += Check(seed, topic, numbers, commands);
                }
            }

            arrived += commands.Count;
        }

        return arrived;
    }

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
