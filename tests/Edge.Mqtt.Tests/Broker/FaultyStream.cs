using System.Diagnostics;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>A stream that fails on purpose: it is cut after so many bytes, or when asked to, and may lose pings. It counts
/// what is written.</summary>
/// <param name="inner">What carries the bytes.</param>
/// <param name="cuts">Bytes in both directions after which one connection after the other is cut; later ones hold.</param>
internal sealed class FaultyStream(IByteStream inner, params int[] cuts) : IByteStream, IDisposable
{
    private static readonly byte[] Pingreq = [0xC0, 0x00];

    private readonly Queue<int> _cuts = new(cuts);
    private int _left = int.MaxValue;
    private int _pings;
    private int _writes;
    private volatile bool _isCut;

    public bool LosesPings { get; init; }

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Cuts that were made.</summary>
    public int Cuts => cuts.Length - _cuts.Count;

    public StreamState State => inner.State;

    public int UnsentBytes => inner.UnsentBytes;

    public void Cut()
    {
        _isCut = true;
        inner.Wake();
    }

    public void UntilPings(int count)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Assert.True(
            SpinWait.SpinUntil(() => Volatile.Read(ref _pings) >= count, TimeSpan.FromSeconds(15)),
            $"{_pings} pings in {clock.Elapsed}");
    }

    public void Open(long now)
    {
        _left = _cuts.TryDequeue(out int bytes) ? bytes : int.MaxValue;
        _isCut = false;
        inner.Open(now);
    }

    public int Poll(long now)
    {
        if (_isCut || _left == 0)
        {
            inner.Close();
        }

        return inner.Poll(now);
    }

    public int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, Math.Min(count, _left)));

    public int Write(byte[] buffer, int offset, int count)
    {
        if (buffer.AsSpan(offset, count).SequenceEqual(Pingreq))
        {
            Interlocked.Increment(ref _pings);
            if (LosesPings)
            {
                return count;
            }
        }

        Interlocked.Increment(ref _writes);
        return Count(inner.Write(buffer, offset, Math.Min(count, _left)));
    }

    public void Wait(int milliseconds) => inner.Wait(milliseconds);

    public void Wake() => inner.Wake();

    public void Close() => inner.Close();

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private int Count(int bytes)
    {
        _left -= _left == int.MaxValue ? 0 : bytes;
        if (_left == 0)
        {
            inner.Close();
        }

        return bytes;
    }
}
