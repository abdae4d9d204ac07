namespace Edge.Mqtt;

/// <summary>Identifiers under which a peer that is older than this life may still hold a QoS 2 message: it would take a
/// new message for the old one (MQTT 4.3.3-2). Before their first use they are released, some at a time, and only their
/// PUBCOMPs say that they are free: a PUBREL that was lost in a cut could not be repeated once its PUBLISH had left.</summary>
internal sealed class ForgottenIdentifiers
{
    private int _first;
    private int _count;
    private int _sent;
    private int _completed;

    // The identifier of the next PUBREL to write, or 0.
    internal int Next => _sent < _count ? _first + _sent : 0;

    internal void Sent() => _sent++;

    internal bool Contains(int identifier) => identifier >= _first && identifier < _first + _count;

    internal bool IsFree(int identifier) => _completed == _count && Contains(identifier);

    // None of these is in use by a message of this side.
    internal void Begin(int first, int count)
    {
        _first = first;
        _count = count;
        _sent = 0;
        _completed = 0;
    }

    // A PUBCOMP has come that ends no message; false when it was not awaited here either. They come in the order of their
    // PUBRELs, as a peer answers them.
    internal bool Complete(int identifier)
    {
        bool isAwaited = _completed < _sent && identifier == _first + _completed;
        _completed += isAwaited ? 1 : 0;
        return isAwaited;
    }

    // A new connection: what was not answered is asked again.
    internal void Rewind() => _sent = _completed;

    internal void Clear() => Begin(0, 0);
}
