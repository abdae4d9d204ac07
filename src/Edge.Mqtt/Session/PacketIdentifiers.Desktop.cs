namespace Edge.Mqtt;

// For identifiers that somebody else gives out.
internal sealed partial class PacketIdentifiers
{
    // True when a message or a request uses it. Whoever gives identifiers out keeps them over lives: none is forgotten.
    internal bool IsTaken(int identifier)
    {
        IsFirstRound = false;
        // What was known to be free behind the last may be taken from now on.
        _free = 0;
        return _sender.FreeAfter(identifier - 1, 1) == 0
            || (Subscriptions != null && Subscriptions.Takes(identifier));
    }
}
