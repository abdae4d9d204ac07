using System.Globalization;
using Edge.Device.Tests.Reading;

namespace Edge.Device.Tests.Counting;

/// <summary>Counts what a client executes for one operation of the driver.</summary>
internal sealed class InstructionCounter
{
    private const int Repetitions = 50;

    private readonly Instrumentation _instrumentation = new();
    private readonly long[] _counts;
    private readonly Type _driver;

    public InstructionCounter()
    {
        DeviceRun run = new([.. _instrumentation.Assemblies(isCounting: true)]);
        _counts = new long[_instrumentation.Methods.Count];
        run.Type("Edge.Core", Instrumentation.CounterType)
            .GetField(Instrumentation.CounterField)!.SetValue(null, _counts);
        _driver = run.Type("Edge.Driver", "Edge.Driver.ClientDriver");
    }

    /// <summary>The most instructions that any of several repetitions has taken; the same in every run.</summary>
    public long Most(string operation)
    {
        object driver = Activator.CreateInstance(_driver)!;
        Func<bool> run = _driver.GetMethod(operation)!.CreateDelegate<Func<bool>>(driver);
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
