using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>A primary and its stations on one half-duplex line, in virtual time.</summary>
internal sealed class BusWorld
{
    private readonly ulong _seed;
    private readonly LineSettings _settings;
    private readonly Action<LinkOptions> _configure;
    private readonly int[] _stations;
    private uint _bootIds;
    private int _stepsWithoutTime;

    /// <param name="seed">Names the run.</param>
    /// <param name="settings">What the line is like.</param>
    /// <param name="stations">Who is on it.</param>
    /// <param name="configure">What is not as by default, for every end.</param>
    internal BusWorld(ulong seed, LineSettings settings, int[] stations, Action<LinkOptions>? configure = null)
    {
        _seed = seed;
        _settings = settings;
        _stations = stations;
        _configure = configure ?? (_ => { });
        _bootIds = (uint)seed * 1000;
        Bus = new SimulatedBus(() => Clock.Now, seed, stations.Length + 1, settings);
        Line = NewLine();
        Devices = [.. stations.Select((_, index) => NewDevice(index))];
    }

    internal VirtualClock Clock { get; } = new(1_000_000);

    internal SimulatedBus Bus { get; }

    /// <summary>The primary's line.</summary>
    internal LinkLine Line { get; private set; }

    /// <summary>The primary's end of each link.</summary>
    internal LinkEndpoint[] Bridge => Line.Stations;

    /// <summary>The stations' ends.</summary>
    internal LinkEndpoint[] Devices { get; }

    /// <summary>Stations that are not polled: nobody is there.</summary>
    internal HashSet<int> Dead { get; } = [];

    internal long Polls { get; private set; }

    internal bool AreUp => Enumerable.Range(0, Devices.Length).Where(i => !Dead.Contains(i))
        .All(i => Devices[i].IsUp && Bridge[i].IsUp);

    /// <summary>The port of a side: 0 the primary's, from 1 on the stations'.</summary>
    internal SimulatedLineEnd End(int side) => Bus.Ends[side];

    internal void RebootPrimary()
    {
        End(0).Close();
        Line = NewLine();
    }

    internal void RebootDevice(int index)
    {
        End(index + 1).Close();
        Devices[index] = NewDevice(index);
    }

    /// <summary>Polls everybody and lets time pass until something holds or the time is over. The users act in
    /// <paramref name="act"/>.</summary>
    /// <returns>False when the time was over.</returns>
    internal bool Run(long milliseconds, Func<bool> until, Action? act = null)
    {
        long end = Clock.Now + milliseconds;
        while (true)
        {
            Poll();
            act?.Invoke();
            if (until())
            {
                return true;
            }

            if (Clock.Now >= end)
            {
                return false;
            }

            // What anybody sent has to be seen by the others before a wait counts.
            Pass(Poll(), end);
        }
    }

    internal void RunUntilUp(long milliseconds = 60_000) =>
        Assert.True(Run(milliseconds, () => AreUp), $"seed {_seed}: the line did not come up");

    internal static byte[]? Receive(LinkEndpoint link)
    {
        if (!link.Peek(out byte[] buffer, out int offset, out int count))
        {
            return null;
        }

        byte[] message = buffer[offset..(offset + count)];
        link.Release();
        return message;
    }

    private int Poll()
    {
        Polls++;
        int waitMs = Line.Poll(Clock.Now);
        for (int i = 0; i < Devices.Length; i++)
        {
            waitMs = Dead.Contains(i) ? waitMs : Deadline.Earlier(waitMs, Devices[i].Poll(Clock.Now));
        }

        return waitMs;
    }

    private void Pass(int waitMs, long limit)
    {
        _stepsWithoutTime = waitMs == 0 ? _stepsWithoutTime + 1 : 0;
        if (_stepsWithoutTime == 1000)
        {
            Assert.Fail($"seed {_seed} at {Clock.Now}: a poll that always wants to be called at once");
        }

        Clock.Advance(Math.Min(waitMs, Math.Max(0, limit - Clock.Now)));
    }

    private LinkLine NewLine() => new(End(0), NewOptions(true, 0), _stations);

    private LinkEndpoint NewDevice(int index) => new(End(index + 1), NewOptions(false, _stations[index]));

    private LinkOptions NewOptions(bool isPrimary, int station)
    {
        LinkOptions options = new()
        {
            IsPrimary = isPrimary,
            Station = station,
            IsHalfDuplex = true,
            TurnaroundMs = _settings.TurnaroundMs + (2 * (_settings.DelayMs + _settings.JitterMs)),
            BitRate = _settings.BitRate,
            BootId = ++_bootIds,
            Seed = (uint)_seed,
        };
        _configure(options);
        return options;
    }
}
