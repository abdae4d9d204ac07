using Edge.Simulation;
using Xunit.Sdk;

namespace Edge.MqttSn.Tests.Simulation;

/// <summary>A client, a gateway and the datagrams between them, in virtual time; one seed names all that happens.</summary>
internal sealed class World
{
    // Polls at one point in time; more of them are going in circles.
    private const int PollsMax = 1000;

    private const long Start = 1_000_000;
    private const int TraceLines = 60;

    private readonly VirtualClock _clock = new(Start);
    private readonly PriorityQueue<Action, (long Due, int Order)> _events = new();
    private int _order;
    private int _polls;
    private string? _failure;
    private readonly Queue<string> _trace = new();

    public World(ulong seed)
    {
        Random = new SeededRandom(seed);
        Air = new Air(this);
        Gateway = new Gateway(this);
        Up = new Ledger(this, "up");
        Down = new Ledger(this, "down");
    }

    public SeededRandom Random { get; }

    public Air Air { get; }

    public Gateway Gateway { get; }

    /// <summary>What the client publishes.</summary>
    public Ledger Up { get; }

    /// <summary>What the gateway publishes.</summary>
    public Ledger Down { get; }

    /// <summary>The client of this boot; null while the device is off.</summary>
    public ClientLife? Client { get; set; }

    public long Now => _clock.Now;

    /// <summary>Writes down what happens; a failure shows the end of it.</summary>
    public void Trace(string line)
    {
        _trace.Enqueue($"{Now - Start} {line}");
        if (_trace.Count > TraceLines)
        {
            _trace.Dequeue();
        }
    }

    /// <summary>Ends the run at its next step: an exception in a handler would only end the connection.</summary>
    public void Fail(string failure) => _failure ??=
        $"at {Now - Start} ms: {failure}\n{string.Join('\n', _trace)}";

    public void After(long milliseconds, Action action) =>
        _events.Enqueue(action, (_clock.Now + milliseconds, _order++));

    /// <summary>Runs until the condition holds; fails when it does not within the bound.</summary>
    public void RunUntil(Func<bool> isReached, long boundMs, Func<string> describe)
    {
        long end = _clock.Now + boundMs;
        while (!isReached())
        {
            if (_clock.Now >= end)
            {
                Fail($"not within {boundMs} ms: {describe()}");
                throw new XunitException(_failure);
            }

            Step(end);
        }
    }

    public void RunFor(long milliseconds)
    {
        long end = _clock.Now + milliseconds;
        while (_clock.Now < end)
        {
            Step(end);
        }
    }

    // Does what is due, or moves the clock to what is due next.
    private void Step(long end)
    {
        while (_events.TryPeek(out Action? action, out (long Due, int Order) at) && at.Due <= _clock.Now)
        {
            _events.Dequeue();
            action();
        }

        Gateway.Poll();
        if (Client != null && Client.IsDue(Now))
        {
            Client.Poll(Now);
            if (++_polls > PollsMax)
            {
                Fail("polls go in circles");
            }
        }
        else
        {
            _polls = 0;
            long due = Math.Min(Math.Min(end, Gateway.Due), Client?.Due ?? Deadline.Never);
            due = _events.TryPeek(out _, out (long Due, int Order) next) ? Math.Min(due, next.Due) : due;
            _clock.Advance(Math.Max(0, due - _clock.Now));
        }

        if (_failure != null)
        {
            throw new XunitException(_failure);
        }
    }
}
