namespace Edge.MqttSn.Tests.Simulation;

/// <summary>What carries datagrams, and what it does to them: it loses, repeats, delays and overtakes.</summary>
/// <remarks>No datagram is on its way for longer than <see cref="DelayMsMax"/>, and a repeated one comes before an answer
/// to the first can have an answer: what a longer delay does, MQTT-SN has no means against.</remarks>
internal sealed class Air(World world)
{
    public const int DelayMsMin = 40;
    public const int DelayMsMax = 900;

    private readonly Line _up = new();
    private readonly Line _down = new();
    private bool _isOpen = true;
    private int _life;

    /// <summary>Lost datagrams in 1,000.</summary>
    public int LossPermille { get; set; }

    /// <summary>Datagrams that come twice, in 1,000.</summary>
    public int RepetitionPermille { get; set; }

    /// <summary>What is sent reliably comes once and in order, unless either side reboots.</summary>
    public bool IsReliable { get; set; }

    /// <summary>False: nothing passes. What was sent reliably waits.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set
        {
            _isOpen = value;
            DeliverDue(_up);
            DeliverDue(_down);
        }
    }

    public int Lost { get; private set; }

    public int Repeated { get; private set; }

    /// <summary>Either side reboots: what is on its way never arrives.</summary>
    public void Clear()
    {
        _life++;
        _up.Clear();
        _down.Clear();
    }

    public void ToGateway(byte[] datagram, bool isReliable) =>
        Carry(_up, isReliable, $"up {Hex.Text(datagram)}", () => world.Gateway.Receive(datagram));

    public void ToClient(byte[] datagram) =>
        Carry(_down, true, $"down {Hex.Text(datagram)}", () => world.Client?.Link.Receive([.. datagram]));

    private void Carry(Line line, bool isReliable, string text, Action deliver)
    {
        long delayMs = DelayMsMin + world.Random.Next(DelayMsMax - (2 * DelayMsMin));
        if (isReliable && IsReliable)
        {
            line.Waiting.Enqueue(() => Deliver(text, deliver));
            line.Due = Math.Max(line.Due, world.Now + delayMs);
            InThisLife(line.Due - world.Now, () =>
            {
                line.DueCount++;
                DeliverDue(line);
            });
        }
        else if (!IsOpen || world.Random.Next(1000) < LossPermille)
        {
            Lost++;
            world.Trace(text + " lost");
        }
        else
        {
            InThisLife(delayMs, () => Deliver(text, deliver));
            if (world.Random.Next(1000) < RepetitionPermille)
            {
                Repeated++;
                InThisLife(delayMs + world.Random.Next(DelayMsMin), () => Deliver(text + " again", deliver));
            }
        }
    }

    private void DeliverDue(Line line)
    {
        while (_isOpen && line.DueCount > 0)
        {
            line.DueCount--;
            line.Waiting.Dequeue()();
        }
    }

    private void Deliver(string text, Action deliver)
    {
        world.Trace(text);
        deliver();
    }

    private void InThisLife(long milliseconds, Action action)
    {
        int life = _life;
        world.After(milliseconds, () =>
        {
            if (life == _life)
            {
                action();
            }
        });
    }

    // What is on its way reliably, in one direction.
    private sealed class Line
    {
        public Queue<Action> Waiting { get; } = new();

        public int DueCount { get; set; }

        public long Due { get; set; }

        public void Clear()
        {
            Waiting.Clear();
            DueCount = 0;
        }
    }
}
