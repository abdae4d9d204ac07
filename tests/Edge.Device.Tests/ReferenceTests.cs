using Edge.Device.Tests.Reading;

namespace Edge.Device.Tests;

public class ReferenceTests
{
    [Fact]
    public void The_hand_written_base_library_declares_what_its_list_says_and_nothing_else()
    {
        string[] declared = [.. DeviceAssemblies.Read("mscorlib").GetTypes()
            .Where(type => type.IsPublic || type.IsNestedPublic)
            .SelectMany(MemberId.PublicMembers)];
        string[] listed = DeviceAssemblies.List("api.txt");

        Assert.True(
            declared.Order(StringComparer.Ordinal).SequenceEqual(listed),
            "api.txt holds members of nanoFramework's base library, sorted."
            + $"\ndeclared but not listed:\n{string.Join('\n', declared.Except(listed))}"
            + $"\nlisted but not declared:\n{string.Join('\n', listed.Except(declared))}");
    }

    [Fact]
    public void Device_assemblies_refer_to_the_hand_written_base_library_and_to_each_other_alone()
    {
        string[] allowed = ["mscorlib", .. DeviceAssemblies.Libraries];

        Assert.All(DeviceAssemblies.ReadLibraries(), module =>
            Assert.Empty(module.AssemblyReferences.Select(reference => reference.Name).Except(allowed)));
    }

    [Fact]
    public void Members_known_to_be_free_are_members_of_the_base_library()
    {
        Assert.Empty(DeviceAssemblies.List("free.txt").Except(DeviceAssemblies.List("api.txt")));
    }
}
