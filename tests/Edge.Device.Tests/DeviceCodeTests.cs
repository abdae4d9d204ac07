using Edge.Device.Tests.HotPath;
using Edge.Device.Tests.Reading;
using Mono.Cecil;

namespace Edge.Device.Tests;

public class DeviceCodeTests
{
    [Fact]
    public void Nothing_in_the_device_assemblies_breaks_on_the_nanoCLR()
    {
        Violation[] violations = [.. DeviceAssemblies.ReadLibraries()
            .Concat(DeviceAssemblies.ReadPrograms()).SelectMany(Constructs.In)];

        Assert.True(violations.Length == 0, Violation.Report(violations));
    }

    [Fact]
    public void Nothing_reachable_from_a_poll_or_a_publish_allocates()
    {
        CallGraph graph = new(DeviceAssemblies.ReadLibraries());
        HotPathWalk walk = new(graph, DeviceAssemblies.List("free.txt"));
        IReadOnlyList<Violation> violations = walk.From(EntryPoints.Of(graph.Types));

        Assert.True(violations.Count == 0, Violation.Report(violations));
        Assert.Contains(walk.Visited, method => !method.IsPublic && method.DeclaringType.Namespace == "Edge.Mqtt");
    }

    [Fact]
    public void The_exits_of_the_hot_path_are_the_few_that_are_listed()
    {
        string[] marked = [.. DeviceAssemblies.ReadLibraries().SelectMany(module => module.GetTypes())
            .SelectMany(type => type.Methods).Where(ColdPath.Marks).Select(MemberId.Of)];
        string[] listed = DeviceAssemblies.List("cold-path.txt");

        Assert.True(
            marked.Order(StringComparer.Ordinal).SequenceEqual(listed),
            "cold-path.txt holds the members marked [ColdPath], sorted."
            + $"\nmarked but not listed:\n{string.Join('\n', marked.Except(listed))}"
            + $"\nlisted but not marked:\n{string.Join('\n', listed.Except(marked))}");
    }

    [Fact]
    public void Members_known_to_be_free_are_called()
    {
        string[] called = [.. DeviceAssemblies.ReadLibraries().SelectMany(module => module.GetTypes())
            .SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions)
            .Select(instruction => instruction.Operand).OfType<MethodReference>().Select(MemberId.Of).Distinct()];

        Assert.Empty(DeviceAssemblies.List("free.txt").Except(called));
    }
}
