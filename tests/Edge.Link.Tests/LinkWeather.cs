using System.Buffers.Binary;
using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>One seed of bad weather: bit errors, cuts, pulled ports, reboots and slow users, then quiet. It keeps book
/// of what was accepted and checks what arrives.</summary>
internal sealed class LinkWeather
{
    private const int HeaderBytes = 10;
    private const long StormMs = 16_000;

    private readonly ulong _seed;
    private readonly SeededRandom _random;
    private readonly LinkWorld _world;
    private readonly LinkUser[] _sides = [new(), new()];
    private readonly SortedList<long, Action> _faults = [];

    internal LinkWeather(ulong seed)
    {
        _seed = seed;
        _random = new SeededRandom(seed);
        double bitErrorRate = Pick(0, 1e-5, 1e-4, 1e-3);
        LineSettings settings = new()
        {
            BitErrorRate = bitErrorRate,
            BitRate = Pick(1200, 9600, 115_200),
            DelayMs = Pick(0, 3, 40, 300),
            TransmitBytesMax = Pick(16, 64, 512),
            BurstRate = Pick(0, 0, 1e-4),
            InsertRate = Pick(0, 0, 1e-4),
            DropRate = Pick(0, 0, 1e-4),
            DuplicateRate = Pick(0, 0, 0.02),
            DuplicateDelayMs = 2000,
            JitterMs = Pick(0, 0, 15),
        };
        int frameBytesMax = bitErrorRate > 5e-4 ? 64 : 256;
        _world = new LinkWorld(
            seed, settings, 32 + _random.Next(frameBytesMax - 31), 32 + _random.Next(frameBytesMax - 31));
        PlanFaults();
    }

    internal long Reboots { get; private set; }

    internal long Delivered { get; private set; }

    internal long Resent => _world.Links.Sum(link => link.Counters.FramesResent);

    internal void Run()
    {
        long stormEnds = _world.Clock.Now + StormMs;
        RunUntil(stormEnds, () => false, true);
        foreach (Action fault in _faults.Values)
        {
            fault();
        }

        _world.Line.Restore();
        _world.Line.ReopenPort(_world.Line.First);
        _world.Line.ReopenPort(_world.Line.Second);
        bool isQuiet = RunUntil(_world.Clock.Now + 900_000, () => IsDelivered(0) && IsDelivered(1), false);
        Assert.True(isQuiet, $"seed {_seed}: not everything was delivered after the storm: {Describe()}");
        foreach (LinkUser side in _sides)
        {
            side.NextSendAt = _world.Clock.Now;
        }

        RunUntil(_world.Clock.Now + 1, () => false, true);
        isQuiet = RunUntil(_world.Clock.Now + 900_000, () => IsDelivered(0) && IsDelivered(1), false);
        Assert.True(isQuiet, $"seed {_seed}: the link does not work after the storm: {Describe()}");
    }

    private static void Put(byte[] message, bool isReliable, uint life, int index)
    {
        message[0] = isReliable ? (byte)1 : (byte)0;
        message[1] = (byte)message.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(2), life);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(6), index);
        for (int i = HeaderBytes; i < message.Length; i++)
        {
            message[i] = (byte)((index * 7) + i);
        }
    }

    private void PlanFaults()
    {
        long start = _world.Clock.Now;
        for (int faults = _random.Next(7); faults > 0; faults--)
        {
            long at = start + _random.Next((int)StormMs);
            long heals = at + 1 + _random.Next(Pick(100, 3000, 16_000));
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
    }

    private void Reboot(int side)
    {
        Reboots++;
        _world.Reboot(side);
        _sides[side] = new LinkUser { Life = _sides[side].Life + 1, NextSendAt = _sides[side].NextSendAt };
    }

    private bool RunUntil(long end, Func<bool> until, bool isSending)
    {
        while (true)
        {
            while (_faults.Count > 0 && _faults.Keys[0] <= _world.Clock.Now)
            {
                _faults.Values[0]();
                _faults.RemoveAt(0);
            }

            int waitMs = Deadline.Idle;
            for (int side = 0; side < 2; side++)
            {
                Poll(side);
                Receive(side);
                if (isSending)
                {
                    Send(side);
                    waitMs = Deadline.Earlier(waitMs, Deadline.Remaining(_sides[side].NextSendAt, _world.Clock.Now));
                }

                // Sent or released: poll again before the wait counts.
                waitMs = Deadline.Earlier(waitMs, Poll(side));
                waitMs = Deadline.Earlier(waitMs, Deadline.Remaining(_sides[side].HoldsUntil, _world.Clock.Now));
            }

            if (until())
            {
                return true;
            }

            if (_world.Clock.Now >= end)
            {
                return false;
            }

            _world.Pass(waitMs, _faults.Count > 0 ? Math.Min(end, _faults.Keys[0]) : end);
        }
    }

    private int Poll(int index)
    {
        LinkUser side = _sides[index];
        LinkEndpoint link = _world.Links[index];
        bool wasHeld = link.Peek(out _, out _, out _);
        int waitMs = link.Poll(_world.Clock.Now);
        if (link.Epoch != side.Epoch)
        {
            side.Epoch = link.Epoch;
            side.Accepted = 0;
            // What is held over a change, or over two, is of the epoch in which it came.
            side.HeldOf = wasHeld ? side.HeldOf ?? side.Incoming : null;
            side.Incoming = new Incoming();
        }

        return waitMs;
    }

    private void Send(int index)
    {
        LinkUser side = _sides[index];
        LinkEndpoint link = _world.Links[index];
        if (_world.Clock.Now < side.NextSendAt)
        {
            return;
        }

        side.NextSendAt = _world.Clock.Now + 1 + _random.Next(2000);
        bool isReliable = _random.Next(4) > 0;
        byte[] message = new byte[HeaderBytes + _random.Next(link.MessageBytesMax - HeaderBytes + 1)];
        // The life of the sender and its epoch name what the receiver must not mix.
        Put(message, isReliable, (uint)((side.Life * 1000) + side.Epoch), isReliable ? side.Accepted : 0);
        if (link.Send(message, 0, message.Length, isReliable) && isReliable)
        {
            side.Accepted++;
        }
    }

    private void Receive(int index)
    {
        LinkUser side = _sides[index];
        LinkEndpoint link = _world.Links[index];
        if (_world.Clock.Now < side.HoldsUntil && side.HoldsUntil != Deadline.Never)
        {
            return;
        }

        if (!link.Peek(out byte[] buffer, out int offset, out int count))
        {
            return;
        }

        if (side.HoldsUntil == Deadline.Never && _random.Next(10) == 0)
        {
            side.HoldsUntil = _world.Clock.Now + 1 + _random.Next(3000);
            return;
        }

        side.HoldsUntil = Deadline.Never;
        byte[] message = buffer[offset..(offset + count)];
        link.Release();
        Check(message, side.HeldOf ?? side.Incoming);
        side.HeldOf = null;
    }

    private void Check(byte[] message, Incoming incoming)
    {
        Assert.True(message.Length >= HeaderBytes, $"seed {_seed}: a message of {message.Length} bytes");
        uint life = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(2));
        int index = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(6));
        byte[] expected = new byte[message.Length];
        Put(expected, message[0] == 1, life, index);
        Assert.True(expected.AsSpan().SequenceEqual(message), $"seed {_seed}: a message arrived damaged");
        incoming.Life ??= life;
        Assert.True(incoming.Life == life, $"seed {_seed}: messages of two lives in one epoch");
        if (message[0] == 1)
        {
            Assert.True(incoming.Next == index, $"seed {_seed}: message {index} where {incoming.Next} was due");
            incoming.Next++;
            Delivered++;
        }
    }

    private bool IsDelivered(int index)
    {
        LinkUser sender = _sides[index];
        Incoming incoming = _sides[1 - index].Incoming;
        LinkEndpoint link = _world.Links[index];
        return link.IsUp && link.UnsentBytes == 0 && incoming.Next == sender.Accepted
            && (sender.Accepted == 0 || incoming.Life == (uint)((sender.Life * 1000) + sender.Epoch));
    }

    private string Describe() => string.Join(" | ", Enumerable.Range(0, 2).Select(side =>
        $"up {_world.Links[side].IsUp} unsent {_world.Links[side].UnsentBytes} accepted {_sides[side].Accepted} "
        + $"received {_sides[side].Incoming.Next} epoch {_sides[side].Epoch} life {_sides[side].Life} state {_world.End(side).State}"));

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
