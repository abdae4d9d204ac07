namespace Edge.Mqtt;

/// <summary>A session's records in its <see cref="ISessionStore"/>: messages, releases and received QoS 2 identifiers, and
/// whether what was put has to be made durable before bytes leave.</summary>
internal sealed class SessionRecords
{
    internal const int KindMessage = 1;
    internal const int KindRelease = 2;
    internal const int KindInbound = 3;

    private readonly ISessionStore _store;
    private readonly byte[] _token = new byte[4];
    private bool _isFlushDue;
    private bool _hasFailed;

    internal SessionRecords(ISessionStore store, bool storesMessages)
    {
        _store = store;
        StoresMessages = storesMessages;
    }

    internal bool StoresMessages { get; }

    internal void Load(ISessionRecords target) => _store.Load(target);

    // A message is durable before its publisher hears that it was taken.
    internal bool PutMessage(int identifier, byte[] bytes, int offset, int count) =>
        _store.Put((KindMessage << 16) | identifier, bytes, offset, count) && _store.Flush();

    // Needs no flush: without it the message is sent once more, which its QoS allows or its receiver notices.
    internal void RemoveMessage(int identifier)
    {
        if (StoresMessages)
        {
            _store.Remove((KindMessage << 16) | identifier);
        }
    }

    internal bool PutRelease(int identifier, int token)
    {
        _token[0] = (byte)token;
        _token[1] = (byte)(token >> 8);
        _token[2] = (byte)(token >> 16);
        _token[3] = (byte)(token >> 24);
        return Put((KindRelease << 16) | identifier, 4);
    }

    internal void RemoveRelease(int identifier) => _store.Remove((KindRelease << 16) | identifier);

    internal void PutInbound(int identifier) => Put((KindInbound << 16) | identifier, 0);

    // Durable before the PUBCOMP leaves: an identifier that were still here would swallow its next message.
    internal void RemoveInbound(int identifier)
    {
        _store.Remove((KindInbound << 16) | identifier);
        _isFlushDue = true;
    }

    // Makes durable what the bytes that are about to leave promise; false when that failed.
    internal bool Flush()
    {
        if (!_isFlushDue)
        {
            return true;
        }

        bool isDurable = !_hasFailed && _store.Flush();
        _isFlushDue = !isDurable;
        return isDurable;
    }

    // True once after something could not be put: all of it has to be put again.
    internal bool TakeFailure()
    {
        bool hasFailed = _hasFailed;
        _hasFailed = false;
        return hasFailed;
    }

    private bool Put(int key, int count)
    {
        bool isPut = _store.Put(key, _token, 0, count);
        _hasFailed |= !isPut;
        _isFlushDue = true;
        return isPut;
    }
}
