using System.Globalization;
using Edge.Device.Tests.Reading;

namespace Edge.Device.Tests.Counting;

/// <summary>Counts what a client, a link or a store executes for one operation of its driver.</summary>
internal sealed class InstructionCounter
{
    private const int Repetitions = 50;

    private readonly Instrumentation _instrumentation = new();
    private readonly long[] _counts;
    private readonly Type[] _drivers;

    public InstructionCounter()
    {
        DeviceRun run = new([.. _instrumentation.Assemblies(isCounting: true)]);
        _counts = new long[_instrumentation.Methods.Count];
        run.Type("Edge.Core", Instrumentation.CounterType)
            .GetField(Instrumentation.CounterField)!.SetValue(null, _counts);
        _drivers =
        [
            run.Type("Edge.Driver", "Edge.Driver.ClientDriver"),
            run.Type("Edge.Driver", "Edge.Driver.SnClientDriver"),
            run.Type("Edge.Driver", "Edge.Driver.LinkDriver"),
            run.Type("Edge.Driver", "Edge.Driver.StoreDriver"),
        ];
    }

    /// <summary>The most instructions that any of several repetitions has taken; the same in every run.</summary>
    public long Most(string operation)
    {
        Type type = _drivers.Single(one => one.GetMethod(operation) != null);
        object driver = Activator.CreateInstance(type)!;
        Assert.True((bool)type.GetProperty("IsReady")!.GetValue(driver)!, "the driver is not ready");
        Func<bool> run = type.GetMethod(operation)!.CreateDelegate<Func<bool>>(driver);
        long most = 0;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            Array.Clear(_counts);
            Assert.True(run(), operation + " did not do what it says");
            most = Math.Max(most, _counts.Sum());
        }

        return most;
    }

    /// <summary>Where the instructions of the last repetition were, most first.</summary>
    public string Methods() => string.Join('\n', _counts
        .Select((count, index) => (Count: count, Method: _instrumentation.Methods[index]))
        .Where(one => one.Count > 0)
        .OrderByDescending(one => one.Count)
        .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Count,6} {one.Method}")));
}
