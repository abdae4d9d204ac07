using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Device.Tests.HotPath;

/// <summary>Which methods a call can reach among some assemblies: of an interface or a virtual method, all that
/// implement or override it. Calls that nothing here implements, such as those of a user's handler, end.</summary>
internal sealed class CallGraph(IEnumerable<ModuleDefinition> modules)
{
    private readonly TypeDefinition[] _types = [.. modules.SelectMany(module => module.GetTypes())];

    public IEnumerable<TypeDefinition> Types => _types;

    /// <summary>What a call can reach; null when the method belongs to none of the assemblies.</summary>
    public IReadOnlyList<MethodDefinition>? Targets(Instruction call)
    {
        MethodReference reference = (MethodReference)call.Operand;
        TypeDefinition? owner = _types.FirstOrDefault(type => type.FullName == reference.DeclaringType.FullName);
        MethodDefinition? called = owner?.Methods.FirstOrDefault(method => IsSame(method, reference));
        if (owner is null || called is null)
        {
            return null;
        }

        if (call.OpCode.Code != Code.Callvirt || !called.IsVirtual)
        {
            return [called];
        }

        return owner.IsInterface
            ? [.. _types.Where(type => Implements(type, owner))
                .Select(type => Implementation(type, called)).OfType<MethodDefinition>()]
            : [called, .. _types.Where(type => DerivesFrom(type, owner)).SelectMany(type => type.Methods)
                .Where(method => method.IsVirtual && method.IsReuseSlot && IsSame(method, called))];
    }

    private static MethodDefinition? Implementation(TypeDefinition type, MethodDefinition declared)
    {
        for (TypeDefinition? at = type; at is not null; at = BaseOf(at))
        {
            MethodDefinition? found =
                at.Methods.FirstOrDefault(method => method.Overrides.Any(explicitly =>
                    explicitly.DeclaringType.FullName == declared.DeclaringType.FullName
                    && IsSame(declared, explicitly)))
                ?? at.Methods.FirstOrDefault(method => method.IsVirtual && IsSame(method, declared));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static bool Implements(TypeDefinition type, TypeDefinition wanted)
    {
        for (TypeDefinition? at = type; at is not null; at = BaseOf(at))
        {
            if (at.Interfaces.Any(one => one.InterfaceType.FullName == wanted.FullName))
            {
                return !type.IsInterface;
            }
        }

        return false;
    }

    private static bool DerivesFrom(TypeDefinition type, TypeDefinition wanted)
    {
        for (TypeDefinition? at = BaseOf(type); at is not null; at = BaseOf(at))
        {
            if (at.FullName == wanted.FullName)
            {
                return true;
            }
        }

        return false;
    }

    private static TypeDefinition? BaseOf(TypeDefinition type) => type.BaseType?.Resolve();

    private static bool IsSame(MethodDefinition method, MethodReference other) =>
        method.Name == other.Name && method.Parameters.Count == other.Parameters.Count
        && method.Parameters.Zip(other.Parameters)
            .All(pair => pair.First.ParameterType.FullName == pair.Second.ParameterType.FullName);
}
