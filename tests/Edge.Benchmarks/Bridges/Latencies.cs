namespace Edge.Benchmarks.Bridges;

/// <summary>Milliseconds, and which share of them was not exceeded.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(double milliseconds) => _milliseconds.Add(milliseconds);

    public void Clear() => _milliseconds.Clear();

    /// <summary>Half of them were not above it.</summary>
    public double Middle => Percentile(0.5);

    /// <summary>One in a hundred was above it.</summary>
    public double Slow => Percentile(0.99);

    private double Percentile(double share)
    {
        _milliseconds.Sort();
        return _milliseconds.Count == 0 ? 0 : _milliseconds[(int)(share * (_milliseconds.Count - 1))];
    }
}
