namespace Edge.Mqtt;

/// <summary>Gives out packet identifiers: 1 to 65,535, never one that is in use (MQTT 2.3.1-1, 2.3.1-2).</summary>
internal sealed partial class PacketIdentifiers
{
    private const int Count = 65_535;

    // The requests of a client, which take identifiers too.
    internal Subscriptions? Subscriptions;

    // True until each identifier was given out once.
    internal bool IsFirstRound = true;

    private readonly Sender _sender;
    private int _last;

    // Identifiers behind the last that are known to be free: spares looking through everything in flight each time.
    private int _free;

    internal PacketIdentifiers(Sender sender)
    {
        _sender = sender;
    }

    // The first free identifier behind the last. There always is one: far fewer than 65,535 can be in use.
    internal int Next()
    {
        while (_free == 0)
        {
            int free = _sender.FreeAfter(_last, Count);
            _free = Subscriptions == null ? free : Subscriptions.FreeAfter(_last, free);
            if (_free == 0)
            {
                Advance();
            }
        }

        _free--;
        Advance();
        return _last;
    }

    // The smaller of the free identifiers known so far and those before a taken one.
    internal static int Nearer(int last, int taken, int free)
    {
        int between = taken - last - 1;
        between = between < 0 ? between + Count : between;
        return between < free ? between : free;
    }

    private void Advance()
    {
        if (_last == Count)
        {
            _last = 0;
            IsFirstRound = false;
        }

        _last++;
    }
}
