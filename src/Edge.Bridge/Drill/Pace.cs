using System.Diagnostics;

namespace Edge.Bridge.Drill;

/// <summary>Publishes flows at a rate, each from its publisher, on a thread of its own. A publisher that has no room makes
/// only its own flow wait, which catches up later.</summary>
internal sealed class Pace : IDisposable
{
    private const int StepMs = 5;

    private readonly (Flow Flow, INumberPublisher Publisher)[] _flows;
    private readonly int _count;
    private readonly double _rate;
    private readonly Thread _thread;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private volatile bool _isStopping;
    private volatile Exception? _failure;

    /// <param name="count">Messages of each flow.</param>
    /// <param name="rate">Messages of each flow in a second.</param>
    /// <param name="flows">What, and from where.</param>
    public Pace(int count, double rate, params (Flow Flow, INumberPublisher Publisher)[] flows)
    {
        _flows = flows;
        _count = count;
        _rate = rate;
        _thread = new Thread(Run) { IsBackground = true, Name = "pace" };
        _thread.Start();
    }

    /// <summary>Everything is published.</summary>
    public bool IsOver => Published >= _count;

    /// <summary>Messages that each flow has published at least.</summary>
    /// <exception cref="InvalidOperationException">Publishing has failed.</exception>
    public int Published => _failure is { } failure
        ? throw new InvalidOperationException("publishing has failed", failure)
        : _flows.Min(pair => pair.Flow.Published);

    /// <summary>Publishes no more.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (!_isStopping && !IsOver)
            {
                int due = (int)Math.Min(_count, _clock.Elapsed.TotalSeconds * _rate);
                foreach ((Flow flow, INumberPublisher publisher) in _flows)
                {
                    while (flow.Published < due && publisher.TryPublish(flow))
                    {
                    }
                }

                Thread.Sleep(StepMs);
            }
        }
        catch (InvalidOperationException failure)
        {
            _failure = failure;
        }
    }
}
