namespace Edge.Link.Tests.Protocol;

/// <summary>A line of two without noise, whose every frame is written down and, where that is wanted, damaged by one
/// bit. Index 0 is the primary.</summary>
internal sealed class ExampleLine(Func<long> clock, int bitRate, Action<int, byte[]> onFrame, Func<int, bool> isDamaged)
{
    private const long NsPerMs = 1_000_000;

    private readonly long _byteNs = 10_000_000_000L / bitRate;
    private readonly Queue<(long ArrivesNs, byte Byte)>[] _wires = [new(), new()];
    private readonly long[] _freeNs = new long[2];

    internal IByteStream End(int side) => new LineEnd(this, side);

    private long NowNs => clock() * NsPerMs;

    private int Write(int side, byte[] frame)
    {
        onFrame(side, frame);
        byte[] carried = [.. frame];
        if (isDamaged(side))
        {
            // Within the check sequence, and never into a delimiter.
            carried[^3] ^= (byte)(carried[^3] == 0x01 ? 0x02 : 0x01);
        }

        foreach (byte b in carried)
        {
            _freeNs[side] = Math.Max(_freeNs[side], NowNs) + _byteNs;
            _wires[side].Enqueue((_freeNs[side], b));
        }

        return frame.Length;
    }

    private int Read(int side, byte[] buffer, int offset, int count)
    {
        Queue<(long ArrivesNs, byte Byte)> wire = _wires[1 - side];
        int read = 0;
        while (read < count && wire.TryPeek(out (long ArrivesNs, byte Byte) next) && next.ArrivesNs <= NowNs)
        {
            buffer[offset + read++] = wire.Dequeue().Byte;
        }

        return read;
    }

    private int WaitMs(int side) => _wires[1 - side].TryPeek(out (long ArrivesNs, byte Byte) next)
        ? Deadline.Remaining((next.ArrivesNs + NsPerMs - 1) / NsPerMs, clock())
        : Deadline.Idle;

    private sealed class LineEnd(ExampleLine line, int side) : IByteStream
    {
        public StreamState State { get; private set; }

        public int UnsentBytes =>
            (int)((Math.Max(0, line._freeNs[side] - line.NowNs) + line._byteNs - 1) / line._byteNs);

        public void Open(long now)
        {
            State = StreamState.Open;
            while (line.WaitMs(side) == 0)
            {
                // What came before was heard by nobody.
                line._wires[1 - side].Dequeue();
            }
        }

        public int Poll(long now) => line.WaitMs(side);

        public int Read(byte[] buffer, int offset, int count) => line.Read(side, buffer, offset, count);

        public int Write(byte[] buffer, int offset, int count) => line.Write(side, buffer[offset..(offset + count)]);

        public void Wait(int milliseconds)
        {
        }

        public void Wake()
        {
        }

        public void Close() => State = StreamState.Closed;
    }
}
