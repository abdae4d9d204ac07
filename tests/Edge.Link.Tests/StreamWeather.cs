using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>One seed of bad weather for a stream between two users who write numbered bytes, read now and then, close
/// and open again. Then a last stream must arrive whole.</summary>
internal sealed class StreamWeather
{
    private const long StormMs = 8_000;

    private readonly ulong _seed;
    private readonly SeededRandom _random;
    private readonly LinkWorld _world;
    private readonly StreamUser[] _users = new StreamUser[2];
    private readonly SortedList<long, Action> _faults = [];
    private int _ids;

    internal StreamWeather(ulong seed)
    {
        _seed = seed;
        _random = new SeededRandom(seed);
        double bitErrorRate = Pick(0, 1e-5, 1e-4, 1e-3);
        int frameBytes = bitErrorRate > 5e-4 ? 32 + _random.Next(32) : 32 + _random.Next(225);
        _world = new LinkWorld(
            seed,
            new LineSettings { BitErrorRate = bitErrorRate, BitRate = Pick(2400, 9600, 38_400), DelayMs = Pick(0, 20, 200) },
            frameBytes,
            256);
        for (int side = 0; side < 2; side++)
        {
            _users[side] = new StreamUser(new LinkStream(_world.Links[side], side == 1));
        }

        for (int faults = _random.Next(6); faults > 0; faults--)
        {
            PlanFault();
        }
    }

    internal long BytesRead { get; private set; }

    internal long Streams => _ids;

    internal void Run()
    {
        long end = _world.Clock.Now + StormMs;
        while (_world.Clock.Now < end)
        {
            Step(true, end);
        }

        foreach (Action fault in _faults.Values)
        {
            fault();
        }

        _faults.Clear();
        _world.Line.Restore();
        _world.Line.ReopenPort(_world.Line.First);
        _world.Line.ReopenPort(_world.Line.Second);
        CheckLastStream();
    }

    // A stream opened in quiet weather, closed when all of it has left, arrives whole.
    private void CheckLastStream()
    {
        StreamUser device = _users[1];
        StreamUser bridge = _users[0];
        device.Stream.Close();
        device.Begin(++_ids, _world.Clock.Now);
        int id = _ids;
        const int length = 700;
        long end = _world.Clock.Now + 900_000;
        bool isClosed = false;
        while (_world.Clock.Now < end && !(isClosed && bridge.InId == id && bridge.In == length && bridge.Stream.State == StreamState.Closed))
        {
            if (!isClosed && device.Stream.State == StreamState.Closed)
            {
                // The link had still to find out about a reboot.
                device.Begin(id = ++_ids, _world.Clock.Now);
            }

            if (!(bridge.InId == id && bridge.In == length) && bridge.Stream.State == StreamState.Closed)
            {
                bridge.Begin(++_ids, _world.Clock.Now);
            }

            if (device.Out < length)
            {
                device.Write(length - device.Out);
            }
            else if (!isClosed && device.Stream.UnsentBytes == 0)
            {
                isClosed = true;
                device.Stream.Close();
            }

            Step(false, end);
        }

        Assert.True(
            isClosed && bridge.InId == id && bridge.In == length && bridge.Stream.State == StreamState.Closed,
            $"seed {_seed}: the last stream did not arrive: id {id} written {device.Out} state {device.Stream.State}; "
            + $"bridge id {bridge.InId} read {bridge.In} state {bridge.Stream.State}");
    }

    private void Step(bool isStorm, long end)
    {
        while (_faults.Count > 0 && _faults.Keys[0] <= _world.Clock.Now)
        {
            _faults.Values[0]();
            _faults.RemoveAt(0);
        }

        int waitMs = 500;
        foreach (StreamUser user in _users)
        {
            user.Stream.Poll(_world.Clock.Now);
            if (isStorm)
            {
                Act(user);
            }

            if (!isStorm || _random.Next(8) > 0)
            {
                Read(user);
            }

            waitMs = Deadline.Earlier(waitMs, user.Stream.Poll(_world.Clock.Now));
        }

        // Users come back in time to read what they left.
        waitMs = waitMs == 0 && _random.Next(4) == 0 ? 1 : waitMs;
        _world.Pass(waitMs, _faults.Count > 0 ? Math.Min(end, _faults.Keys[0]) : end);
    }

    private void Act(StreamUser user)
    {
        if (user.Stream.State == StreamState.Closed)
        {
            if (_random.Next(3) == 0)
            {
                user.Begin(++_ids, _world.Clock.Now);
            }
        }
        else if (_random.Next(300) == 0)
        {
            user.Stream.Close();
        }
        else if (_random.Next(4) == 0)
        {
            user.Write(1 + _random.Next(600));
        }
    }

    private void Read(StreamUser user)
    {
        byte[] buffer = new byte[1 + _random.Next(300)];
        for (int count = user.Stream.Read(buffer, 0, buffer.Length); count > 0; count = user.Stream.Read(buffer, 0, buffer.Length))
        {
            BytesRead += count;
            for (int i = 0; i < count; i++)
            {
                user.Check(buffer[i], _seed);
            }
        }
    }

    private void PlanFault()
    {
        long at = _world.Clock.Now + _random.Next((int)StormMs);
        long heals = at + 1 + _random.Next(Pick(100, 3000, 8_000));
        int side = _random.Next(2);
        switch (_random.Next(3))
        {
            case 0:
                _faults.TryAdd(at, _world.Line.Cut);
                _faults.TryAdd(heals, _world.Line.Restore);
                break;
            case 1:
                _faults.TryAdd(at, () => _world.Line.ClosePort(_world.End(side)));
                _faults.TryAdd(heals, () => _world.Line.ReopenPort(_world.End(side)));
                break;
            default:
                _faults.TryAdd(at, () => Reboot(side));
                break;
        }
    }

    private void Reboot(int side)
    {
        _world.Reboot(side);
        _users[side] = new StreamUser(new LinkStream(_world.Links[side], side == 1)) { LastInId = _users[side].NewestInId };
    }

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
