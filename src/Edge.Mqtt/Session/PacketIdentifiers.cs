namespace Edge.Mqtt;

/// <summary>Gives out packet identifiers: 1 to 65,535, never one that is in use (MQTT 2.3.1-1, 2.3.1-2).</summary>
internal sealed class PacketIdentifiers
{
    private readonly Sender _sender;
    private readonly Subscriptions? _subscriptions;

    internal PacketIdentifiers(Sender sender, Subscriptions? subscriptions)
    {
        _sender = sender;
        _subscriptions = subscriptions;
    }

    // The first free identifier behind the last. There always is one: far fewer than 65,535 can be in use.
    internal int Next(int last)
    {
        do
        {
            last = last >= 65535 ? 1 : last + 1;
        }
        while (_sender.IsIdentifierTaken(last) || (_subscriptions != null && _subscriptions.IsIdentifierTaken(last)));

        return last;
    }
}
