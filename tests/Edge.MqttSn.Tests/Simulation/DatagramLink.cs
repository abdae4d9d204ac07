namespace Edge.MqttSn.Tests.Simulation;

/// <summary>The client's end of the air.</summary>
internal sealed class DatagramLink(World world, ClientLife owner) : IMessageLink
{
    private readonly Queue<byte[]> _received = new();

    public bool IsUp => !world.Air.IsReliable || world.Air.IsOpen;

    public int Epoch { get; private set; } = 1;

    public int MessageBytesMax => 250;

    public int PreferredBytes => MessageBytesMax;

    public int ShownEpoch => Epoch;

    public int UnsentBytes => 0;

    /// <summary>The other side has rebooted.</summary>
    public void BeginEpoch()
    {
        Epoch++;
        _received.Clear();
        owner.BeDue();
    }

    public void Receive(byte[] datagram)
    {
        _received.Enqueue(datagram);
        owner.BeDue();
    }

    // A link that is down looks for its peer.
    public int Poll(long now) => IsUp ? Deadline.Idle : 100;

    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        if (count < 1 || count > MessageBytesMax)
        {
            world.Fail($"a message of {count} bytes was sent");
        }

        if (!IsUp || world.Random.Next(20) == 0)
        {
            // No room now; there is some soon.
            world.After(10, owner.BeDue);
            return false;
        }

        world.Air.ToGateway(buffer.AsSpan(offset, count).ToArray(), isReliable);
        return true;
    }

    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        bool hasMessage = _received.TryPeek(out byte[]? datagram);
        buffer = datagram ?? [];
        offset = 0;
        count = buffer.Length;
        return hasMessage;
    }

    public void Release()
    {
        // What is shown is valid no longer.
        Array.Fill(_received.Dequeue(), (byte)0xEE);
    }

    public void Wait(int milliseconds) => world.Fail("somebody waits");

    public void Wake() => owner.BeDue();
}
