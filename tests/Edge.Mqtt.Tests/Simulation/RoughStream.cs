using Edge.Simulation;

namespace Edge.Mqtt.Tests.Simulation;

/// <summary>A socket on a rough way: it may take only a few bytes a call, block for a while, or vanish without a word to
/// its peer.</summary>
internal sealed class RoughStream(SimulatedWorld world, Party owner, Func<SimulatedSocket>? connect) : IByteStream
{
    private SimulatedSocket? _socket;

    // A read has found nothing: only then does TCP tell when there is something, and only once.
    private bool _isArmed;

    /// <summary>An accepted socket, used up when it closes.</summary>
    public RoughStream(SimulatedWorld world, Party owner, SimulatedSocket accepted)
        : this(world, owner, connect: null)
    {
        _socket = accepted;
        _socket.Wakeup = owner;
    }

    public StreamState State => _socket == null ? StreamState.Closed : _socket.State;

    public int UnsentBytes => 0;

    public void Open(long now)
    {
        if (connect != null)
        {
            _socket = connect();
            _socket.Wakeup = owner;
            _socket.Open(now);
            _isArmed = true;
        }
    }

    public int Poll(long now)
    {
        int waitMs = _socket == null ? Deadline.Idle : _socket.Poll(now);
        if (State != StreamState.Open)
        {
            return waitMs;
        }

        if (now < world.BlockedUntil)
        {
            return (int)(world.BlockedUntil - now);
        }

        if (world.IsNarrow)
        {
            return 1;
        }

        bool isArmed = _isArmed;
        _isArmed &= waitMs > 0;
        return isArmed ? waitMs : Deadline.Idle;
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        count = Narrow(count);
        int taken = count == 0 || _socket == null ? 0 : world.Passed(_socket.Read(buffer, offset, count));
        _isArmed |= taken == 0 && count > 0;
        return taken;
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        count = Narrow(count);
        return count == 0 || _socket == null ? 0 : world.Passed(_socket.Write(buffer, offset, count));
    }

    public void Wait(int milliseconds) => throw new NotSupportedException("the world's clock is moved by the test");

    public void Wake() => owner.Wake();

    public void Close() => _socket?.Close();

    /// <summary>This end is gone, and the peer does not know.</summary>
    public void Vanish()
    {
        if (_socket != null)
        {
            _socket.Wakeup = null;
            _socket = null;
            owner.Wake();
        }
    }

    private int Narrow(int count)
    {
        if (world.Now < world.BlockedUntil)
        {
            return 0;
        }

        return world.IsNarrow ? Math.Min(count, world.Random.Next(4)) : count;
    }
}
