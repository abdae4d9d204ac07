using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Device.Tests.HotPath;

/// <summary>Tells which instructions of a method can only go on to the throw of a new exception that names a
/// programmer's error: what happens there costs nobody anything while the program is right.</summary>
internal static class ControlFlow
{
    private static readonly string[] ProgrammersErrors =
    [
        "System.ArgumentException", "System.ArgumentNullException", "System.ArgumentOutOfRangeException",
    ];

    /// <summary>The instructions from which some path goes on to anything but such a throw.</summary>
    public static IEnumerable<Instruction> Live(MethodBody body)
    {
        HashSet<Instruction> doomed = [];
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach (Instruction instruction in body.Instructions.Reverse())
            {
                if (!doomed.Contains(instruction) && IsDoomed(instruction, doomed, body))
                {
                    doomed.Add(instruction);
                    hasChanged = true;
                }
            }
        }

        return body.Instructions.Where(instruction => !doomed.Contains(instruction));
    }

    private static bool IsDoomed(Instruction instruction, HashSet<Instruction> doomed, MethodBody body)
    {
        switch (instruction.OpCode.FlowControl)
        {
            case FlowControl.Throw:
                return instruction.OpCode.Code == Code.Throw && !IsCaught(instruction, body)
                    && instruction.Previous is { OpCode.Code: Code.Newobj, Operand: MethodReference constructor }
                    && ProgrammersErrors.Contains(constructor.DeclaringType.FullName);
            case FlowControl.Branch:
                return doomed.Contains((Instruction)instruction.Operand);
            case FlowControl.Cond_Branch:
                return doomed.Contains(instruction.Next) && Targets(instruction).All(doomed.Contains);
            case FlowControl.Return:
                return false;
            default:
                return instruction.Next is not null && doomed.Contains(instruction.Next);
        }
    }

    // What is caught where it was thrown tells nobody of an error.
    private static bool IsCaught(Instruction thrown, MethodBody body) => body.ExceptionHandlers.Any(handler =>
        handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter
        && thrown.Offset >= handler.TryStart.Offset && thrown.Offset < handler.TryEnd.Offset);

    private static Instruction[] Targets(Instruction branch) =>
        branch.Operand is Instruction[] targets ? targets : [(Instruction)branch.Operand];
}
