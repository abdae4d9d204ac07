using System.Diagnostics;

namespace Edge.Testing;

/// <summary>A serial line between two programs: a port for each, and a wire that carries bytes from one to the other at
/// its bit rate.</summary>
/// <remarks>Each port can be pulled out and plugged in again by itself, and the wire can be cut, which neither of them
/// notices. What cannot be delivered then is gone. Any thread.</remarks>
public sealed class PtyCable : IDisposable
{
    // A byte comes that much late at most, as through an adapter that collects what it hands over.
    private const int CollectMs = 2;

    private readonly int _bitRate;
    private readonly List<PtyStream> _streams = [];
    private readonly List<Thread> _threads = [];
    private volatile bool _isCut;
    private volatile bool _isOver;
    private long _bytesLost;

    /// <summary>A line that is plugged in at both ends.</summary>
    /// <param name="bitRate">Bits a second, 10 for a byte; no byte arrives earlier than such a wire brings it.</param>
    public PtyCable(int bitRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitRate, 1);
        _bitRate = bitRate;
        StartCarrying(Left, Right);
        StartCarrying(Right, Left);
    }

    /// <summary>The port at one end.</summary>
    public PtyPair Left { get; } = new();

    /// <summary>The port at the other end.</summary>
    public PtyPair Right { get; } = new();

    /// <summary>Bytes taken from one port that the other did not get.</summary>
    public long BytesLost => Interlocked.Read(ref _bytesLost);

    /// <summary>Cuts the wire or mends it.</summary>
    public void Cut(bool isCut)
    {
        _isCut = isCut;
        WakeAll();
    }

    /// <summary>Unplugs both ends.</summary>
    public void Dispose()
    {
        _isOver = true;
        WakeAll();
        _threads.ForEach(thread => thread.Join());
        _streams.ForEach(stream => stream.Dispose());
        Left.Dispose();
        Right.Dispose();
    }

    private void StartCarrying(PtyPair from, PtyPair to)
    {
        PtyStream source = new(from);
        PtyStream target = new(to);
        _streams.AddRange([source, target]);
        Thread thread = new(() => Carry(source, target)) { IsBackground = true, Name = "wire" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Carry(PtyStream source, PtyStream target)
    {
        byte[] bytes = new byte[Math.Max(1, _bitRate / 10_000 * CollectMs)];
        double nsPerByte = 10e9 / _bitRate;
        long start = Stopwatch.GetTimestamp();
        double freeNs = 0;
        while (!_isOver)
        {
            source.Open(0);
            int count = source.Read(bytes, 0, bytes.Length);
            if (count == 0)
            {
                source.Wait(Deadline.Idle);
                continue;
            }

            freeNs = Math.Max(freeNs, Stopwatch.GetElapsedTime(start).TotalNanoseconds) + (count * nsPerByte);
            for (double aheadNs; (aheadNs = freeNs - Stopwatch.GetElapsedTime(start).TotalNanoseconds) > 0;)
            {
                // The time that a wire takes, not a wait for something to happen.
                Thread.Sleep((int)Math.Ceiling(aheadNs / 1e6));
            }

            Deliver(target, bytes, count);
        }
    }

    private void Deliver(PtyStream target, byte[] bytes, int count)
    {
        int at = 0;
        while (at < count)
        {
            target.Open(0);
            if (_isCut || _isOver || target.State == StreamState.Closed)
            {
                Interlocked.Add(ref _bytesLost, count - at);
                return;
            }

            int taken = target.Write(bytes, at, count - at);
            at += taken;
            if (taken == 0)
            {
                target.Wait(Deadline.Idle);
            }
        }
    }

    private void WakeAll() => _streams.ForEach(stream => stream.Wake());
}
