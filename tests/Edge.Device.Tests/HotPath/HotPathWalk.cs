using Edge.Device.Tests.Reading;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Device.Tests.HotPath;

/// <summary>Follows every call from the entry points and collects what would allocate on the way.</summary>
internal sealed class HotPathWalk
{
    private readonly CallGraph _graph;
    private readonly HashSet<string> _free;
    private readonly Dictionary<MethodDefinition, MethodDefinition?> _callers = [];
    private readonly Queue<MethodDefinition> _open = new();
    private readonly List<Violation> _violations = [];

    /// <param name="graph">The assemblies in which calls are followed.</param>
    /// <param name="free">Members of the base library that are known to allocate nothing.</param>
    public HotPathWalk(CallGraph graph, IEnumerable<string> free)
    {
        _graph = graph;
        _free = [.. free];
    }

    /// <summary>Methods that were read.</summary>
    public IReadOnlyCollection<MethodDefinition> Visited => _callers.Keys;

    public IReadOnlyList<Violation> From(IEnumerable<MethodDefinition> entryPoints)
    {
        foreach (MethodDefinition entryPoint in entryPoints)
        {
            Reach(entryPoint, null);
        }

        while (_open.TryDequeue(out MethodDefinition? method))
        {
            Visit(method);
        }

        return _violations;
    }

    private void Reach(MethodDefinition method, MethodDefinition? caller)
    {
        if (method.HasBody && !ColdPath.Marks(method) && _callers.TryAdd(method, caller))
        {
            _open.Enqueue(method);
        }
    }

    private void Visit(MethodDefinition method)
    {
        foreach (string what in Allocations.OfFrame(method))
        {
            Found(method, what);
        }

        foreach (Instruction instruction in ControlFlow.Live(method.Body))
        {
            if (Allocations.Of(instruction) is string what)
            {
                Found(method, what);
            }
            else if (instruction.OpCode.Code is Code.Call or Code.Callvirt)
            {
                Follow(instruction, method);
            }
        }
    }

    private void Follow(Instruction call, MethodDefinition method)
    {
        MethodReference called = (MethodReference)call.Operand;
        IReadOnlyList<MethodDefinition>? targets = _graph.Targets(call);
        if (targets is null)
        {
            if (!_free.Contains(MemberId.Of(called)))
            {
                Found(method, "calls a member not known to be free: " + MemberId.Of(called));
            }

            return;
        }

        foreach (MethodDefinition target in targets)
        {
            if (target.DeclaringType.BaseType?.FullName == "System.MulticastDelegate")
            {
                Found(method, "calls a delegate, of which nobody can say where it leads");
            }

            Reach(target, method);
        }
    }

    private void Found(MethodDefinition method, string what)
    {
        string path = MemberId.Of(method);
        for (MethodDefinition? at = _callers[method]; at is not null; at = _callers[at])
        {
            path += " < " + at.DeclaringType.Name + "." + at.Name;
        }

        _violations.Add(new Violation(path, what));
    }
}
