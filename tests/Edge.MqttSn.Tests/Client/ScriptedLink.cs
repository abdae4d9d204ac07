namespace Edge.MqttSn.Tests.Client;

/// <summary>A link whose other end is the test. It can broadcast, when a test takes it as a network.</summary>
internal class ScriptedLink : IMessageLink
{
    private readonly Queue<byte[]> _received = new();
    private readonly List<string> _sent = [];

    public bool IsUp { get; set; } = true;

    public int Epoch { get; set; } = 1;

    public int MessageBytesMax { get; set; } = 1000;

    public int PreferredBytes => MessageBytesMax;

    public int ShownEpoch => Epoch;

    public int UnsentBytes => 0;

    /// <summary>Messages that it takes before it is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    public int Reliable { get; private set; }

    public int Unreliable { get; private set; }

    public int Wakes { get; private set; }

    public void Feed(string hex) => _received.Enqueue(Hex.Bytes(hex));

    /// <summary>What was sent since the last call.</summary>
    public string Sent()
    {
        string sent = string.Join(" / ", _sent);
        _sent.Clear();
        return sent;
    }

    public int Poll(long now) => Deadline.Idle;

    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        if (!IsUp || Room == 0)
        {
            return false;
        }

        Room--;
        Reliable += isReliable ? 1 : 0;
        Unreliable += isReliable ? 0 : 1;
        Note(Hex.Text(buffer, offset, count));
        return true;
    }

    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        bool isThere = _received.TryPeek(out byte[]? next);
        buffer = next ?? [];
        offset = 0;
        count = buffer.Length;
        return isThere;
    }

    public void Release() => _received.Dequeue();

    public void Wait(int milliseconds) => throw new InvalidOperationException("nothing here waits");

    public void Wake() => Wakes++;

    protected void Note(string text) => _sent.Add(text);
}

/// <summary>One on which a gateway has to be found first.</summary>
internal sealed class ScriptedNetwork : ScriptedLink, IGatewayNetwork
{
    public bool Broadcast(byte[] buffer, int offset, int count)
    {
        Note("all: " + Hex.Text(buffer, offset, count));
        return true;
    }

    public void UseSender() => Note("use sender");

    public void UseAddress(byte[] buffer, int offset, int count) => Note("use " + Hex.Text(buffer, offset, count));
}
