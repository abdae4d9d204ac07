using Mono.Cecil;

namespace Edge.Device.Tests.Reading;

/// <summary>Names of members as XML documentation writes them: <c>M:System.Array.Clear(System.Array)</c>.</summary>
internal static class MemberId
{
    public static string Of(MethodReference method)
    {
        string name = $"M:{TypeName(method.DeclaringType)}.{method.Name.Replace('.', '#')}";
        return method.HasParameters
            ? $"{name}({string.Join(',', method.Parameters.Select(parameter => TypeName(parameter.ParameterType)))})"
            : name;
    }

    /// <summary>Everything a type shows: itself, its public and protected methods, fields and properties.</summary>
    public static IEnumerable<string> PublicMembers(TypeDefinition type)
    {
        string name = TypeName(type);
        yield return "T:" + name;
        foreach (FieldDefinition field in type.Fields.Where(field => field.IsPublic && !field.IsRuntimeSpecialName))
        {
            yield return $"F:{name}.{field.Name}";
        }

        foreach (MethodDefinition method in type.Methods.Where(method => method.IsPublic || method.IsFamily))
        {
            yield return Of(method);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            string parameters = string.Join(',', property.Parameters.Select(parameter => TypeName(parameter.ParameterType)));
            yield return $"P:{name}.{property.Name}" + (parameters.Length > 0 ? $"({parameters})" : "");
        }
    }

    private static string TypeName(TypeReference type) => type switch
    {
        ByReferenceType reference => TypeName(reference.ElementType) + "@",
        ArrayType array => TypeName(array.ElementType) + "[]",
        _ => type.FullName.Replace('/', '.'),
    };
}
