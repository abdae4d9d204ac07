using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>Two link endpoints on a simulated line, in virtual time. Index 0 is the primary.</summary>
internal sealed class LinkWorld
{
    private readonly LineSettings _settings;
    private readonly int[] _frameBytesMax;
    private readonly ulong _seed;
    private readonly Action<LinkOptions> _configure;
    private uint _bootIds;
    private int _stepsWithoutTime;

    internal LinkWorld(
        ulong seed, LineSettings? settings = null, int primaryFrameBytes = 256, int secondaryFrameBytes = 256,
        Action<LinkOptions>? configure = null)
    {
        _configure = configure ?? (_ => { });
        _seed = seed;
        _settings = settings ?? new LineSettings();
        _frameBytesMax = [primaryFrameBytes, secondaryFrameBytes];
        _bootIds = (uint)seed * 1000;
        Line = new SimulatedLine(() => Clock.Now, seed, _settings);
        Links = [NewLink(0), NewLink(1)];
    }

    internal VirtualClock Clock { get; } = new(1_000_000);

    internal SimulatedLine Line { get; }

    internal LinkEndpoint[] Links { get; }

    internal LinkEndpoint Primary => Links[0];

    internal LinkEndpoint Secondary => Links[1];

    internal bool AreUp => Primary.IsUp && Secondary.IsUp;

    internal SimulatedLineEnd End(int side) => side == 0 ? Line.First : Line.Second;

    internal void Reboot(int side)
    {
        End(side).Close();
        Links[side] = NewLink(side);
    }

    /// <summary>Moves time on by what the polls asked for, at most to a limit.</summary>
    internal void Pass(int waitMs, long limit)
    {
        _stepsWithoutTime = waitMs == 0 ? _stepsWithoutTime + 1 : 0;
        Assert.True(_stepsWithoutTime < 1000, $"seed {_seed} at {Clock.Now}: a poll that always wants to be called at once");
        Clock.Advance(Math.Min(waitMs, Math.Max(0, limit - Clock.Now)));
    }

    /// <summary>Polls both links, and lets time pass, until something holds or the time is over.</summary>
    /// <returns>False when the time was over.</returns>
    internal bool Run(long milliseconds, Func<bool> until)
    {
        long end = Clock.Now + milliseconds;
        while (true)
        {
            Poll();
            if (until())
            {
                return true;
            }

            if (Clock.Now >= end)
            {
                return false;
            }

            // What was sent or released has to be polled before a wait counts.
            int waitMs = Poll();
            Pass(waitMs, end);
        }
    }

    internal int Poll() => Deadline.Earlier(Primary.Poll(Clock.Now), Secondary.Poll(Clock.Now));

    internal void RunFor(long milliseconds) => Run(milliseconds, () => false);

    internal void RunUntilUp() => Assert.True(Run(10_000, () => AreUp), $"seed {_seed}: the link did not come up");

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

    private LinkEndpoint NewLink(int side)
    {
        LinkOptions options = new()
        {
            IsPrimary = side == 0,
            BootId = ++_bootIds,
            BitRate = _settings.BitRate,
            MessageBytesMax = 249,
            FrameBytesMax = _frameBytesMax[side],
            Seed = (uint)_seed,
        };
        _configure(options);
        return new LinkEndpoint(End(side), options);
    }
}
