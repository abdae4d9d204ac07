namespace Edge.Testing;

/// <summary>A server in memory that allocates nothing: it accepts, carries out every handshake of QoS 1 and 2, and
/// answers each PUBLISH with one of its own at the same QoS.</summary>
public sealed class MirrorStream : IByteStream
{
    // "t" and four bytes, with an identifier above QoS 0.
    private static readonly byte[][] Messages =
    [
        [0x30, 7, 0, 1, (byte)'t', 1, 2, 3, 4],
        [0x32, 9, 0, 1, (byte)'t', 0, 9, 1, 2, 3, 4],
        [0x34, 9, 0, 1, (byte)'t', 0, 9, 1, 2, 3, 4],
    ];

    private readonly byte[] _answers = new byte[4096];
    private bool _hasSession;
    private int _start;
    private int _end;

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <inheritdoc/>
    public int UnsentBytes => 0;

    /// <inheritdoc/>
    public void Open(long now)
    {
        _start = 0;
        _end = 0;
        State = StreamState.Open;
    }

    /// <inheritdoc/>
    public int Poll(long now) => Deadline.Idle;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, _end - _start);
        Array.Copy(_answers, _start, buffer, offset, taken);
        _start += taken;
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (State != StreamState.Open)
        {
            return 0;
        }

        int end = offset + count;
        for (int at = offset; at < end; at += 2 + buffer[at + 1])
        {
            Understand(buffer, at);
        }

        return count;
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds)
    {
    }

    /// <inheritdoc/>
    public void Wake()
    {
    }

    /// <inheritdoc/>
    public void Close()
    {
        State = StreamState.Closed;
        _start = 0;
        _end = 0;
    }

    private void Understand(byte[] buffer, int at)
    {
        int first = buffer[at];
        switch (first >> 4)
        {
            case 1:
                // From the second time on the session is there, so that resuming is allocation-free too.
                Answer(0x20, _hasSession ? (byte)1 : (byte)0, 0);
                _hasSession = true;
                break;
            case 3:
                int qualityOfService = (first >> 1) & 3;
                int identifier = at + 4 + buffer[at + 3];
                if (qualityOfService > 0)
                {
                    Answer(qualityOfService == 1 ? 0x40 : 0x50, buffer[identifier], buffer[identifier + 1]);
                }

                Messages[qualityOfService].CopyTo(_answers, _end);
                _end += Messages[qualityOfService].Length;
                break;
            case 5:
                Answer(0x62, buffer[at + 2], buffer[at + 3]);
                break;
            case 6:
                Answer(0x70, buffer[at + 2], buffer[at + 3]);
                break;
            case 12:
                _answers[_end++] = 0xD0;
                _answers[_end++] = 0;
                break;
            default:
                break;
        }
    }

    private void Answer(int first, byte high, byte low)
    {
        _answers[_end++] = (byte)first;
        _answers[_end++] = 2;
        _answers[_end++] = high;
        _answers[_end++] = low;
    }
}
