using System.Globalization;
using Edge.Device.Tests.Counting;

namespace Edge.Device.Tests;

/// <summary>The device interprets its code, so executed instructions are time. <c>EDGE_INSTRUCTIONS=PublishQos0</c>
/// prints the table, and where the instructions of that operation are.</summary>
public class InstructionTests(ITestOutputHelper output)
{
    private static readonly InstructionCounter Counter = new();

    /// <param name="operation">A method of the driver.</param>
    /// <param name="goal">What it should take; null where nobody has said.</param>
    /// <param name="limit">What it may take: the goal where that is met, else 2 % above what it took when this was
    /// set.</param>
    [Theory]
    [InlineData("PublishQos0", 250, 512)]
    [InlineData("ReceiveQos0", 350, 743)]
    [InlineData("PublishQos1", 450, 2291)]
    [InlineData("ReceiveQos1", 500, 1068)]
    [InlineData("Ping", 150, 1147)]
    [InlineData("Idle", null, 168)]
    [InlineData("SnPublishQos0", null, 1978)]
    [InlineData("SnReceiveQos0", null, 1168)]
    [InlineData("SnPublishQos1", null, 3528)]
    [InlineData("SnReceiveQos1", null, 1541)]
    [InlineData("SnPing", null, 1299)]
    [InlineData("SnIdle", null, 290)]
    [InlineData("LinkIdle", null, 433)]
    [InlineData("SendShort", null, 4848)]
    [InlineData("SendLong", null, 8571)]
    [InlineData("ReceiveShort", null, 4022)]
    [InlineData("ReceiveLong", null, 8497)]
    [InlineData("StoreMessage", null, 4012)]
    [InlineData("StoreIdentifier", null, 1843)]
    [InlineData("StoreMessageAndCompact", null, 63794)]
    [InlineData("OpenStore", null, 82265)]
    public void An_operation_takes_no_more_instructions_than_it_may(string operation, int? goal, int limit)
    {
        lock (Counter)
        {
            long most = Counter.Most(operation);
            string aim = goal?.ToString(CultureInfo.InvariantCulture) ?? "none";
            string row = string.Create(
                CultureInfo.InvariantCulture, $"{operation,-12} {most,5} instructions, limit {limit}, goal {aim}");
            output.WriteLine(row);
            if (Environment.GetEnvironmentVariable("EDGE_INSTRUCTIONS") is string wanted)
            {
                Console.WriteLine(wanted == operation ? row + "\n" + Counter.Methods() : row);
            }

            Assert.True(most <= limit, row + "\n" + Counter.Methods());
        }
    }

    [Fact]
    public void A_call_counts_as_the_instructions_of_what_it_calls()
    {
        lock (Counter)
        {
            Counter.Most("PublishQos0");

            // A getter loads its object, loads a field and returns.
            Assert.Contains("     3 Topic.get_Utf8Bytes", Counter.Methods().Split('\n'));
        }
    }
}
