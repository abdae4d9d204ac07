using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Device.Tests.Reading;

/// <summary>Finds what compiles and then breaks on the nanoCLR: at load, at run time, or silently.</summary>
internal static class Constructs
{
    // Types that the compiler puts into an assembly by itself and that the nanoCLR is known to load.
    private static readonly string[] KnownHidden =
        ["EmbeddedAttribute", "NullableAttribute", "NullableContextAttribute"];

    public static IEnumerable<Violation> In(ModuleDefinition module) => module.GetTypes().SelectMany(In);

    public static IEnumerable<Violation> In(TypeDefinition type)
    {
        foreach (string what in OfType(type))
        {
            yield return new Violation(type.FullName, what);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            foreach (string what in OfMethod(method))
            {
                yield return new Violation(method.FullName, what);
            }
        }
    }

    private static IEnumerable<string> OfType(TypeDefinition type)
    {
        if (type.HasGenericParameters)
        {
            yield return "generic type";
        }

        // The sizes of array literals are structs of the compiler that are never used as values.
        if (type.IsValueType && !type.IsEnum && type.DeclaringType?.Name != "<PrivateImplementationDetails>")
        {
            yield return "struct type";
        }

        bool isHidden = type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "EmbeddedAttribute");
        if (isHidden && !KnownHidden.Contains(type.Name))
        {
            yield return "hidden attribute type";
        }

        IEnumerable<TypeReference> used = type.Fields.Select(field => field.FieldType)
            .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType));
        foreach (TypeReference reference in type.BaseType is null ? used : used.Append(type.BaseType))
        {
            if (OfReference(reference) is string what)
            {
                yield return what;
            }
        }
    }

    private static IEnumerable<string> OfMethod(MethodDefinition method)
    {
        if (method.HasGenericParameters)
        {
            yield return "generic method";
        }

        if (method.DeclaringType.IsInterface && method.HasBody)
        {
            yield return "default interface method";
        }

        foreach (CustomAttribute attribute in method.CustomAttributes)
        {
            if (attribute.AttributeType.Name is "AsyncStateMachineAttribute" or "IteratorStateMachineAttribute")
            {
                yield return "async or iterator method";
            }
        }

        IEnumerable<TypeReference> used = method.Parameters.Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType);
        if (method.HasBody)
        {
            used = used.Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.Instructions.SelectMany(Operands));
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (OfInstruction(instruction) is string what)
                {
                    yield return what;
                }
            }
        }

        foreach (TypeReference reference in used)
        {
            if (OfReference(reference) is string what)
            {
                yield return what;
            }
        }
    }

    private static string? OfInstruction(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Localloc => "stackalloc",
        Code.Calli => "function pointer",
        Code.Ldftn when instruction.Next.OpCode.Code != Code.Newobj => "function pointer",
        _ when instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal) => "checked arithmetic",
        _ => null,
    };

    private static string? OfReference(TypeReference type) => type switch
    {
        GenericInstanceType { Name: "Nullable`1" } => "nullable value type",
        GenericInstanceType => "generic instance " + type.Name,
        FunctionPointerType => "function pointer",
        ArrayType { Rank: > 1 } => "array of several dimensions",
        TypeSpecification specification => OfReference(specification.ElementType),
        _ when type.FullName == "System.Decimal" => "decimal",
        _ => null,
    };

    private static IEnumerable<TypeReference> Operands(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                return [type];
            case FieldReference field:
                return [field.DeclaringType, field.FieldType];
            case GenericInstanceMethod method:
                return [.. method.GenericArguments, new GenericInstanceType(method.DeclaringType)];
            case MethodReference method:
                return [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(one => one.ParameterType)];
            default:
                return [];
        }
    }
}
