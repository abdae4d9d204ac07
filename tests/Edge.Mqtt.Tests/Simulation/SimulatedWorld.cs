using Edge.Simulation;
using Xunit.Sdk;

namespace Edge.Mqtt.Tests.Simulation;

/// <summary>A client and a server that keeps its session, on a simulated network, in virtual time; one seed names all
/// that happens.</summary>
internal sealed class SimulatedWorld
{
    // Polls at one point in time; more of them are going in circles.
    private const int PollsMax = 20_000;

    private readonly VirtualClock _clock = new(1_000_000);
    private readonly PriorityQueue<Action, (long Due, int Order)> _events = new();
    private int _order;
    private int _polls;
    private int _bytesToCut = int.MaxValue;
    private string? _failure;

    public SimulatedWorld(ulong seed, MqttServerOptions serverOptions)
    {
        Random = new SeededRandom(seed);
        Network = new SimulatedNetwork(() => _clock.Now, seed + 1, Random.Next(60), socket => Server!.Accept(socket));
        Server = new KeepingServer(this, serverOptions);
        Up = new Ledger(this, "up");
        Down = new Ledger(this, "down");
    }

    public SeededRandom Random { get; }

    public SimulatedNetwork Network { get; }

    public KeepingServer Server { get; }

    public Ledger Up { get; }

    public Ledger Down { get; }

    public ClientLife? Client { get; set; }

    public long Now => _clock.Now;

    /// <summary>Streams take and give 0 to 3 bytes a call.</summary>
    public bool IsNarrow { get; set; }

    /// <summary>Until then no stream takes or gives anything.</summary>
    public long BlockedUntil { get; set; }

    /// <summary>How long a handler may take to answer; 0 for at once.</summary>
    public int AnswerMsMax { get; set; }

    /// <summary>Whether the next message is answered later.</summary>
    public bool AnswersLater => AnswerMsMax > 0 && Random.Next(2) == 0;

    /// <summary>Ends the run at its next step: an exception in a handler would only end the connection.</summary>
    public void Fail(string failure) => _failure ??= $"at {Now - 1_000_000} ms: {failure}";

    public void After(int milliseconds, Action action) =>
        _events.Enqueue(action, (_clock.Now + milliseconds, _order++));

    /// <summary>Cuts the network after this many bytes.</summary>
    public void CutAfter(int bytes) => _bytesToCut = bytes;

    /// <summary>Bytes went into or out of a stream.</summary>
    public int Passed(int bytes)
    {
        if (_bytesToCut != int.MaxValue && (_bytesToCut -= bytes) <= 0)
        {
            _bytesToCut = int.MaxValue;
            After(0, Network.Cut);
        }

        return bytes;
    }

    /// <summary>Runs until the condition holds; fails when it does not within the bound.</summary>
    public void RunUntil(Func<bool> isReached, long boundMs, Func<string> describe)
    {
        long end = _clock.Now + boundMs;
        while (!isReached())
        {
            if (_clock.Now >= end)
            {
                throw new XunitException($"not within {boundMs} ms: {describe()}");
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

    /// <summary>Polls what is due, or moves the clock to what is due next.</summary>
    public void Step(long end)
    {
        long due = end;
        bool hasPolled = false;
        while (_events.TryPeek(out Action? action, out (long Due, int Order) at))
        {
            if (at.Due > _clock.Now)
            {
                due = Math.Min(due, at.Due);
                break;
            }

            _events.Dequeue();
            action();
        }

        hasPolled |= Client != null && Poll(Client, ref due);
        List<ServedConnection> connections = Server.Connections;
        for (int i = connections.Count - 1; i >= 0; i--)
        {
            hasPolled |= Poll(connections[i], ref due);
            if (connections[i].Connection.IsOver)
            {
                connections.RemoveAt(i);
            }
        }

        CheckBounds();
        if (!hasPolled)
        {
            _polls = 0;
            _clock.Advance(Math.Max(0, due - _clock.Now));
        }
        else if (++_polls > PollsMax)
        {
            Fail("polls go in circles");
        }

        if (_failure != null)
        {
            throw new XunitException(_failure);
        }
    }

    private bool Poll(Party party, ref long due)
    {
        if (party.IsDue(_clock.Now))
        {
            party.Poll(_clock.Now);
            return true;
        }

        due = Math.Min(due, party.Due);
        return false;
    }

    private void CheckBounds()
    {
        if (Client != null)
        {
            CheckSession(Client.Client.Session);
        }

        if (Server.Current != null)
        {
            CheckSession(Server.Current.Connection.Session);
        }
    }

    private void CheckSession(Session session)
    {
        bool isClient = session == Client?.Client.Session;
        int heldMax = isClient ? ClientHeldMax : Server.Options.HeldMax;
        int logBytes = isClient ? ClientLogBytes : Server.Options.LogBytes;
        if (session.HeldMessages > heldMax || session.QueuedMessages > logBytes / RecordLog.HeaderBytes)
        {
            Fail($"{session.HeldMessages} held, {session.QueuedMessages} queued");
        }

        if (session.Counters.HandlerFailures > 0)
        {
            Fail($"a handler failed: {session.LastHandlerFailure}");
        }
    }

    /// <summary>The limits of the client that runs.</summary>
    public int ClientHeldMax { get; set; } = 8;

    public int ClientLogBytes { get; set; } = 1024;
}
