namespace Edge.Mqtt.Tests;

/// <summary>A server in a few lines that allocates nothing: accepts, acknowledges every QoS 1 PUBLISH, answers pings, and
/// sends a message of its own for each one it gets.</summary>
internal sealed class LoopingStream(byte[] message) : IByteStream
{
    private readonly byte[] _answers = new byte[4096];
    private int _start;
    private int _end;

    public StreamState State { get; private set; }

    public int UnsentBytes => 0;

    public void Open(long now) => State = StreamState.Open;

    public int Poll(long now) => Deadline.Idle;

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

    public int Write(byte[] buffer, int offset, int count)
    {
        int end = offset + count;
        for (int at = offset; at < end; at += 2 + buffer[at + 1])
        {
            switch (buffer[at] & 0xF6)
            {
                case 0x10:
                    Answer(0x20, 0, 0);
                    break;
                case 0x32:
                    int identifier = at + 4 + buffer[at + 3];
                    Answer(0x40, buffer[identifier], buffer[identifier + 1]);
                    message.CopyTo(_answers, _end);
                    _end += message.Length;
                    break;
                case 0xC0:
                    _answers[_end++] = 0xD0;
                    _answers[_end++] = 0;
                    break;
                default:
                    break;
            }
        }

        return count;
    }

    public void Wait(int milliseconds)
    {
    }

    public void Wake()
    {
    }

    public void Close() => State = StreamState.Closed;

    private void Answer(byte first, byte high, byte low)
    {
        _answers[_end++] = first;
        _answers[_end++] = 2;
        _answers[_end++] = high;
        _answers[_end++] = low;
    }
}

/// <summary>A handler that acknowledges and does nothing else.</summary>
internal sealed class SilentHandler : MqttHandler
{
}
