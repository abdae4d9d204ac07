using Edge.Device.Tests.Reading;

namespace Edge.Device.Tests;

public class ReferenceTests
{
    [Theory]
    [InlineData("mscorlib", "api.txt")]
    [InlineData("Edge.Device.Hardware", "hardware.txt")]
    public void A_hand_written_library_declares_what_its_list_says_and_nothing_else(string library, string list)
    {
        string[] declared = [.. DeviceAssemblies.Read(library).GetTypes()
            .Where(type => type.IsPublic || type.IsNestedPublic)
            .SelectMany(MemberId.PublicMembers)];
        string[] listed = DeviceAssemblies.List(list);

        Assert.True(
            declared.Order(StringComparer.Ordinal).SequenceEqual(listed),
            list + " holds members of nanoFramework's libraries, sorted."
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
    public void Programs_of_boards_refer_to_the_hand_written_libraries_and_to_the_device_assemblies_alone()
    {
        string[] allowed = ["mscorlib", "Edge.Device.Hardware", .. DeviceAssemblies.Libraries];

        Assert.All(DeviceAssemblies.ReadPrograms(), module =>
            Assert.Empty(module.AssemblyReferences.Select(reference => reference.Name).Except(allowed)));
    }

    [Fact]
    public void Members_known_to_be_free_are_members_of_the_base_library()
    {
        Assert.Empty(DeviceAssemblies.List("free.txt").Except(DeviceAssemblies.List("api.txt")));
    }
}
