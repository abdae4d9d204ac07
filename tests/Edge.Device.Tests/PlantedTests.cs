using Edge.Device.Tests.HotPath;
using Edge.Device.Tests.Reading;
using Mono.Cecil;

namespace Edge.Device.Tests;

/// <summary>A proof proves nothing until it has been seen to find: one planted mistake of each kind.</summary>
public class PlantedTests
{
    private static readonly ModuleDefinition Planted = ReadPlanted();

    [Theory]
    [InlineData("GenericType`1", "generic type")]
    [InlineData("GenericMethod", "generic method")]
    [InlineData("GenericDelegate", "generic instance Func`1")]
    [InlineData("GenericCall", "generic instance Array")]
    [InlineData("TwoDimensions", "array of several dimensions")]
    [InlineData("CheckedAddition", "checked arithmetic")]
    [InlineData("CheckedConversion", "checked arithmetic")]
    [InlineData("IDefaultMethod", "default interface method")]
    [InlineData("StackAllocation", "stackalloc")]
    [InlineData("FunctionPointer", "function pointer")]
    [InlineData("FunctionAddress", "function pointer")]
    [InlineData("StructType", "struct type")]
    [InlineData("NullableValue", "nullable value type")]
    [InlineData("DecimalNumber", "decimal")]
    [InlineData("AsynchronousMethod", "async or iterator method")]
    [InlineData("Iterator", "async or iterator method")]
    [InlineData("RefSafetyRulesAttribute", "hidden attribute type")]
    [InlineData("Tuple", "generic instance ValueTuple`2")]
    public void A_construct_that_breaks_is_found(string type, string what)
    {
        IEnumerable<Violation> violations = Constructs.In(Planted.GetType("Edge.Device.Planted.Breaking", type));

        Assert.Contains(what, violations.Select(violation => violation.What));
    }

    [Theory]
    [InlineData("NewObject", "new NewObject")]
    [InlineData("NewArray", "new array of Byte")]
    [InlineData("Boxing", "boxes Int32")]
    [InlineData("StringLiteral", "string literal")]
    [InlineData("DelegateCreation", "delegate creation")]
    [InlineData("VirtualDelegateCreation", "delegate creation")]
    [InlineData("DelegateCall", "calls a delegate, of which nobody can say where it leads")]
    [InlineData("StructLocal", "struct local Pair")]
    [InlineData("StructParameter", "struct parameter Pair")]
    [InlineData("StructReturn", "struct return value Pair")]
    [InlineData("StructReturn", "copies a struct")]
    [InlineData("StructCopy", "copies a struct")]
    [InlineData("UnknownBaseMember", "calls a member not known to be free: "
        + "M:System.String.Concat(System.String,System.String)")]
    [InlineData("VirtualBaseMember", "calls a member not known to be free: M:System.Object.ToString")]
    [InlineData("ValueToString", "calls a virtual method of a value")]
    [InlineData("ThrowOnPeerData", "new FormatException")]
    [InlineData("ThrowOnPeerData", "throws what is no new exception of a programmer's error")]
    [InlineData("ReadyException", "throws what is no new exception of a programmer's error")]
    [InlineData("Rethrow", "throws what is no new exception of a programmer's error")]
    [InlineData("CaughtWhereThrown", "new ArgumentException")]
    [InlineData("BeforeTheThrow", "new BeforeTheThrow")]
    [InlineData("ThroughAnInterface", "new Stream")]
    [InlineData("ThroughAnOverride", "new Derived")]
    [InlineData("InACatch", "new InACatch")]
    public void An_allocation_on_the_hot_path_is_found(string type, string what)
    {
        IReadOnlyList<Violation> violations = Walk("Edge.Device.Planted.Allocating", type);

        Assert.Contains(what, violations.Select(violation => violation.What));
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is_wrong()
    {
        Assert.Empty(Constructs.In(Planted.GetType("Edge.Device.Planted.Free", "Clean")));
        Assert.Empty(Walk("Edge.Device.Planted.Free", "Clean"));
    }

    [Fact]
    public void A_violation_tells_the_way_that_leads_to_it()
    {
        Violation violation = Assert.Single(Walk("Edge.Device.Planted.Allocating", "ThroughAnOverride"));

        Assert.EndsWith("Derived.Read < ThroughAnOverride.Poll", violation.Where, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Violation> Walk(string space, string type) =>
        new HotPathWalk(new CallGraph([Planted]), DeviceAssemblies.List("free.txt"))
            .From(EntryPoints.Of([Planted.GetType(space, type)]));

    // Unlike the device's assemblies this one refers to .NET's base library.
    private static ModuleDefinition ReadPlanted()
    {
        DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return ModuleDefinition.ReadModule(
            DeviceAssemblies.PathOf("Edge.Device.Planted"), new ReaderParameters { AssemblyResolver = resolver });
    }
}
