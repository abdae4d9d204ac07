namespace Edge.Simulation.Tests;

internal sealed class WakeCounter : IWakeup
{
    internal int Count { get; private set; }

    public void Wake() => Count++;
}
