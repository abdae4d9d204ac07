using System;

namespace Edge.Emulator.Tests;

/// <summary>A line in memory that damages a byte now and then, the same ones in each run.</summary>
internal sealed class NoisyLine
{
    private const int OneIn = 200;

    private uint _random;

    public NoisyLine(uint seed)
    {
        _random = seed;
        First = new End(this);
        Second = new End(this);
        First.Peer = Second;
        Second.Peer = First;
    }

    public End First { get; }

    public End Second { get; }

    private byte Carry(byte value)
    {
        _random = (_random * 1664525u) + 1013904223u;
        return (_random >> 8) % OneIn == 0 ? (byte)(value ^ 0x10) : value;
    }

    /// <summary>One end of it.</summary>
    internal sealed class End : IByteStream
    {
        private readonly NoisyLine _line;
        private readonly byte[] _incoming = new byte[4096];
        private int _count;

        public End(NoisyLine line)
        {
            _line = line;
        }

        public End? Peer { get; set; }

        public StreamState State { get; private set; }

        public int UnsentBytes => 0;

        public void Open(long now) => State = StreamState.Open;

        public int Poll(long now) => Deadline.Idle;

        public int Read(byte[] buffer, int offset, int count)
        {
            int taken = _count < count ? _count : count;
            Array.Copy(_incoming, 0, buffer, offset, taken);
            Array.Copy(_incoming, taken, _incoming, 0, _count - taken);
            _count -= taken;
            return taken;
        }

        public int Write(byte[] buffer, int offset, int count)
        {
            End peer = Peer!;
            int taken = peer._incoming.Length - peer._count < count ? peer._incoming.Length - peer._count : count;
            for (int i = 0; i < taken; i++)
            {
                peer._incoming[peer._count++] = _line.Carry(buffer[offset + i]);
            }

            return taken;
        }

        public void Wait(int milliseconds)
        {
        }

        public void Wake()
        {
        }

        public void Close() => State = StreamState.Closed;
    }
}
