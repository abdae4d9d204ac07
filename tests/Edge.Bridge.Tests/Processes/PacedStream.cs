using System.Diagnostics;

namespace Edge.Bridge.Tests.Processes;

/// <summary>What comes over a pseudo-terminal at once, at the pace of a line: who answers has heard all of it first.</summary>
internal sealed class PacedStream(IByteStream stream, int baud) : IByteStream
{
    private const double BitsPerByteMs = 10_000;

    private readonly Queue<byte> _bytes = [];
    private readonly byte[] _read = new byte[256];
    private double _nextAt;

    public StreamState State => stream.State;

    public int UnsentBytes => stream.UnsentBytes;

    private static double Now => Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    public void Open(long now) => stream.Open(now);

    public int Poll(long now)
    {
        int waitMs = stream.Poll(now);
        Take();
        return _bytes.Count == 0 ? waitMs : Math.Max(1, (int)(_nextAt - Now));
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        Take();
        int taken = 0;
        for (; taken < count && _bytes.Count > 0 && _nextAt <= Now; taken++)
        {
            buffer[offset + taken] = _bytes.Dequeue();
            _nextAt += BitsPerByteMs / baud;
        }

        return taken;
    }

    public int Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

    public void Wait(int milliseconds) => stream.Wait(milliseconds);

    public void Wake() => stream.Wake();

    public void Close()
    {
        stream.Close();
        _bytes.Clear();
    }

    private void Take()
    {
        if (_bytes.Count == 0)
        {
            _nextAt = Math.Max(_nextAt, Now + (BitsPerByteMs / baud));
        }

        int read;
        while ((read = stream.Read(_read, 0, _read.Length)) > 0)
        {
            foreach (byte b in _read.AsSpan(0, read))
            {
                _bytes.Enqueue(b);
            }
        }
    }
}
