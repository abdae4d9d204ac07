using Edge.Device.Tests.Reading;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Edge.Device.Tests.Counting;

/// <summary>Makes the device's assemblies count the instructions they execute: each basic block adds its length to the
/// count of its method. Calls into the base library count as the one instruction they are.</summary>
internal sealed class Instrumentation
{
    private static readonly byte[] BaseLibraryToken = [0xB7, 0x7A, 0x5C, 0x56, 0x19, 0x34, 0xE0, 0x89];

    private readonly List<string> _methods = [];

    /// <summary>The type and field added to Edge.Core: a long for each of <see cref="Methods"/>.</summary>
    public const string CounterType = "Edge.ExecutedInstructions";
    public const string CounterField = "PerMethod";

    /// <summary>The methods in the order of their counts.</summary>
    public IReadOnlyList<string> Methods => _methods;

    /// <summary>Assemblies in the order in which they refer to each other, ready to run on .NET.</summary>
    public IEnumerable<byte[]> Assemblies(bool isCounting)
    {
        FieldDefinition? counts = null;
        foreach (string name in (string[])
            ["Edge.Core", "Edge.Mqtt", "Edge.MqttSn", "Edge.Link", "Edge.Storage", "Edge.Driver"])
        {
            using ModuleDefinition module = DeviceAssemblies.Read(name);
            RetargetToDotnet(module);
            if (isCounting && name != "Edge.Driver")
            {
                counts ??= AddCounter(module);
                Count(module, module.ImportReference(counts));
            }

            using MemoryStream bytes = new();
            module.Write(bytes);
            yield return bytes.ToArray();
        }
    }

    // What the hand-written base library declares, .NET's has too, under the name that older assemblies know it by.
    private static void RetargetToDotnet(ModuleDefinition module)
    {
        AssemblyNameReference baseLibrary = module.AssemblyReferences.Single(one => one.Name == "mscorlib");
        baseLibrary.Version = new Version(4, 0, 0, 0);
        baseLibrary.PublicKeyToken = BaseLibraryToken;
    }

    private static FieldDefinition AddCounter(ModuleDefinition core)
    {
        TypeDefinition type = new("Edge", "ExecutedInstructions", TypeAttributes.Public, core.TypeSystem.Object);
        FieldDefinition field = new(
            CounterField, FieldAttributes.Public | FieldAttributes.Static, new ArrayType(core.TypeSystem.Int64));
        type.Fields.Add(field);
        core.Types.Add(type);
        return field;
    }

    private void Count(ModuleDefinition module, FieldReference counts)
    {
        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods))
        {
            if (method.HasBody)
            {
                Count(method.Body, counts, _methods.Count);
                _methods.Add($"{method.DeclaringType.Name}.{method.Name}");
            }
        }
    }

    private static void Count(MethodBody body, FieldReference counts, int index)
    {
        body.SimplifyMacros();
        Instruction[] original = [.. body.Instructions];
        HashSet<Instruction> leaders = Leaders(body);
        ILProcessor il = body.GetILProcessor();
        for (int at = 0; at < original.Length;)
        {
            int end = at + 1;
            while (end < original.Length && !leaders.Contains(original[end]))
            {
                end++;
            }

            CountBlock(il, original[at], end - at, counts, index);
            at = end;
        }

        body.Optimize();
    }

    // Whatever points at the leader has to find the counting, so that takes the leader's place and a copy follows it.
    private static void CountBlock(ILProcessor il, Instruction leader, int length, FieldReference counts, int index)
    {
        Instruction copy = Instruction.Create(OpCodes.Nop);
        copy.OpCode = leader.OpCode;
        copy.Operand = leader.Operand;
        leader.OpCode = OpCodes.Ldsfld;
        leader.Operand = counts;
        Instruction last = leader;
        foreach (Instruction next in (Instruction[])
        [
            il.Create(OpCodes.Ldc_I4, index),
            il.Create(OpCodes.Ldelema, il.Body.Method.Module.TypeSystem.Int64),
            il.Create(OpCodes.Dup),
            il.Create(OpCodes.Ldind_I8),
            il.Create(OpCodes.Ldc_I8, (long)length),
            il.Create(OpCodes.Add),
            il.Create(OpCodes.Stind_I8),
            copy,
        ])
        {
            il.InsertAfter(last, next);
            last = next;
        }
    }

    private static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            bool endsBlock = instruction.OpCode.FlowControl
                is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;
            if (endsBlock && instruction.Next is not null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.HandlerStart);
            if (handler.FilterStart is not null)
            {
                leaders.Add(handler.FilterStart);
            }
        }

        return leaders;
    }
}
