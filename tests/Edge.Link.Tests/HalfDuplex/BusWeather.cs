using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>One seed of bad weather on a half-duplex line: noise of every kind, repeated frames, cuts, pulled ports,
/// reboots of either side and slow users, then quiet.</summary>
internal sealed class BusWeather
{
    private const long StormMs = 20_000;
    private const int SliceMs = 25;

    private readonly ulong _seed;
    private readonly SeededRandom _random;
    private readonly BusWorld _world;
    private readonly BusUser[] _bridge;
    private readonly BusUser[] _devices;
    private readonly SortedList<long, Action> _faults = [];
    private uint _lives;
    private readonly LineSettings _settings;

    internal BusWeather(ulong seed)
    {
        _seed = seed;
        _random = new SeededRandom(seed);
        int[] stations = Pick<int[]>([0], [1], [5, 2], [9, 0, 127, 3]);
        LineSettings settings = _settings = new()
        {
            BitRate = Pick(2400, 9600, 115_200),
            TurnaroundMs = Pick(0, 5, 40, 200),
            DelayMs = Pick(0, 0, 30),
            JitterMs = Pick(0, 0, 15),
            EchoesBack = _random.Next(3) == 0,
            BitErrorRate = Pick(0, 1e-5, 1e-4, 1e-3),
            BurstRate = Pick(0, 0, 1e-4),
            InsertRate = Pick(0, 0, 1e-4),
            DropRate = Pick(0, 0, 1e-4),
            DuplicateRate = Pick(0, 0, 0.02),
            DuplicateDelayMs = 2000,
            TransmitBytesMax = Pick(16, 512),
            WakeBytes = Pick(1, 16),
        };
        int window = 1 + _random.Next(12);
        int frameBytesMax = 32 + _random.Next(settings.BitErrorRate > 5e-4 ? 40 : 225);
        _world = new BusWorld(seed, settings, stations, options =>
        {
            options.Window = window;
            options.FrameBytesMax = frameBytesMax;
        });
        _bridge = [.. stations.Select(_ => NewUser())];
        _devices = [.. stations.Select(_ => NewUser())];
        for (int faults = _random.Next(7); faults > 0; faults--)
        {
            PlanFault();
        }
    }

    internal long Reboots { get; private set; }

    internal long Delivered { get; private set; }

    internal long Resent => _world.Bridge.Sum(link => link.Counters.FramesResent);

    internal void Run()
    {
        long stormEnds = _world.Clock.Now + StormMs;
        while (_world.Clock.Now < stormEnds)
        {
            Slice(true);
        }

        foreach (Action fault in _faults.Values)
        {
            fault();
        }

        _faults.Clear();
        foreach (SimulatedLineEnd end in _world.Bus.Ends)
        {
            _world.Bus.Restore(end);
            _world.Bus.ReopenPort(end);
        }

        Settle("not everything was delivered after the storm");
        foreach (BusUser user in (BusUser[])[.. _bridge, .. _devices])
        {
            user.NextSendAt = 0;
        }

        Slice(true);
        Settle("the line does not work after the storm");
        Delivered = Enumerable.Range(0, _bridge.Length).Sum(i =>
            _bridge[i].BookOf(_world.Bridge[i].Epoch).Next + _devices[i].BookOf(_world.Devices[i].Epoch).Next);
    }

    private void Settle(string complaint)
    {
        // A reboot that nobody has noticed yet may swallow the rest, so the book is closed only when all agree.
        long end = _world.Clock.Now + 1_800_000;
        while (!IsQuiet && _world.Clock.Now < end)
        {
            Slice(false);
        }

        Assert.True(IsQuiet, $"seed {_seed}: {complaint}: {Describe()} at {_world.Clock.Now} {_settings}");
    }

    private bool IsQuiet => Enumerable.Range(0, _bridge.Length).All(i =>
        IsDelivered(_bridge[i], _world.Bridge[i], _devices[i], _world.Devices[i])
        && IsDelivered(_devices[i], _world.Devices[i], _bridge[i], _world.Bridge[i]));

    private static bool IsDelivered(BusUser from, LinkEndpoint sender, BusUser to, LinkEndpoint receiver)
    {
        BusUser.Book book = to.BookOf(receiver.Epoch);
        return sender.IsUp && sender.UnsentBytes == 0 && book.Next == from.Accepted
            && (from.Accepted == 0 || book.Origin == from.Origin(sender));
    }

    private void Slice(bool isSending)
    {
        while (_faults.Count > 0 && _faults.Keys[0] <= _world.Clock.Now)
        {
            Action fault = _faults.Values[0];
            _faults.RemoveAt(0);
            fault();
        }

        _world.Run(SliceMs, () => false, () =>
        {
            for (int i = 0; i < _bridge.Length; i++)
            {
                _bridge[i].Act(_world.Bridge[i], _world.Clock.Now, isSending);
                _devices[i].Act(_world.Devices[i], _world.Clock.Now, isSending);
            }
        });
    }

    private void PlanFault()
    {
        long at = _world.Clock.Now + _random.Next((int)StormMs);
        long heals = at + 1 + _random.Next(Pick(100, 3000, 15_000));
        int side = _random.Next(_bridge.Length + 1);
        switch (_random.Next(3))
        {
            case 0:
                _faults.TryAdd(at, () => _world.Bus.Cut(_world.End(side)));
                _faults.TryAdd(heals, () => _world.Bus.Restore(_world.End(side)));
                break;
            case 1:
                _faults.TryAdd(at, () => _world.Bus.ClosePort(_world.End(side)));
                _faults.TryAdd(heals, () => _world.Bus.ReopenPort(_world.End(side)));
                break;
            default:
                _faults.TryAdd(at, () => Reboot(side));
                break;
        }
    }

    private void Reboot(int side)
    {
        Reboots++;
        if (side > 0)
        {
            _world.RebootDevice(side - 1);
            _devices[side - 1] = NewUser();
            return;
        }

        _world.RebootPrimary();
        for (int i = 0; i < _bridge.Length; i++)
        {
            _bridge[i] = NewUser();
        }
    }

    private BusUser NewUser() => new(_random, ++_lives, _seed) { NextSendAt = _world.Clock.Now + _random.Next(1000) };

    private string Describe() => string.Join(" | ", Enumerable.Range(0, _bridge.Length).Select(i =>
        $"bridge up {_world.Bridge[i].IsUp} unsent {_world.Bridge[i].UnsentBytes} accepted {_bridge[i].Accepted} "
        + $"came {_bridge[i].BookOf(_world.Bridge[i].Epoch).Next}; device up {_world.Devices[i].IsUp} "
        + $"unsent {_world.Devices[i].UnsentBytes} accepted {_devices[i].Accepted} "
        + $"came {_devices[i].BookOf(_world.Devices[i].Epoch).Next}; {Signs(_world.Bridge[i].Counters)}; {Signs(_world.Devices[i].Counters)}"))
        + " line " + Signs(_world.Line.Counters);

    private static string Signs(LinkCounters counters) => string.Join(" ", typeof(LinkCounters).GetFields()
        .Where(field => Convert.ToInt64(field.GetValue(counters), null) != 0).Select(field => $"{field.Name} {field.GetValue(counters)}"));

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
