using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Device.Tests.HotPath;

/// <summary>What takes memory on the nanoCLR, one instruction or variable at a time.</summary>
internal static class Allocations
{
    // Structs that the runtime keeps in one block, as it does numbers.
    private static readonly string[] FreeStructs =
        ["System.DateTime", "System.TimeSpan", "System.IntPtr", "System.UIntPtr"];

    /// <summary>Structs among what every call of a method holds.</summary>
    public static IEnumerable<string> OfFrame(MethodDefinition method)
    {
        foreach (VariableDefinition variable in method.Body.Variables.Where(one => IsStruct(one.VariableType)))
        {
            yield return "struct local " + variable.VariableType.Name;
        }

        foreach (ParameterDefinition parameter in method.Parameters.Where(one => IsStruct(one.ParameterType)))
        {
            yield return "struct parameter " + parameter.ParameterType.Name;
        }

        if (IsStruct(method.ReturnType))
        {
            yield return "struct return value " + method.ReturnType.Name;
        }
    }

    /// <summary>What an instruction by itself allocates, or null; a call is judged by its targets.</summary>
    public static string? Of(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Newobj => "new " + ((MethodReference)instruction.Operand).DeclaringType.Name,
        Code.Newarr => "new array of " + ((TypeReference)instruction.Operand).Name,
        Code.Box => "boxes " + ((TypeReference)instruction.Operand).Name,
        Code.Ldstr => "string literal",
        Code.Ldftn or Code.Ldvirtftn => "delegate creation",
        Code.Throw or Code.Rethrow => "throws what is no new exception of a programmer's error",
        Code.Constrained when ((TypeReference)instruction.Operand).IsValueType => "calls a virtual method of a value",
        Code.Ldobj or Code.Stobj or Code.Cpobj or Code.Initobj or Code.Ldelem_Any or Code.Stelem_Any
            when IsStruct((TypeReference)instruction.Operand) => "copies a struct",
        Code.Ldfld or Code.Stfld or Code.Ldsfld or Code.Stsfld
            when IsStruct(((FieldReference)instruction.Operand).FieldType) => "copies a struct",
        _ => null,
    };

    private static bool IsStruct(TypeReference type)
    {
        if (!type.IsValueType || type.IsPrimitive || FreeStructs.Contains(type.FullName))
        {
            return false;
        }

        return type is GenericInstanceType || type.FullName != "System.Void" && !type.Resolve().IsEnum;
    }
}
