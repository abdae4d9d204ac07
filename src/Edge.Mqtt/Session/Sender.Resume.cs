namespace Edge.Mqtt;

// What becomes of messages when a connection is over and the next one begins.
internal sealed partial class Sender
{
    // A new session: whatever the last one had is gone with it.
    internal void Clear()
    {
        _log.Clear();
        Releases.Clear();
        Forgotten.Clear();
        _source = null;
        _inFlight = 0;
    }

    // A new connection of the same session: everything in flight is sent again with DUP and its identifier (4.4.0-1).
    internal void Resume()
    {
        for (int record = _log.First; record != RecordLog.None; record = _log.Next(record))
        {
            byte state = _log.State(record);
            if (state == StateInFlight)
            {
                _log.SetState(record, StateResend);
            }
            else if (state == StateLeaving)
            {
                _log.SetState(record, StateAtMostOnce);
            }
        }

        Rewind();
    }

    // A connection with a session of its own: nothing of the old one may be used again (3.1.2-6), so what was in flight
    // is sent as new. What is only to be released, the old session's peer has taken: it is over.
    internal int BeginClean(out int token)
    {
        for (int record = _log.First; record != RecordLog.None; record = _log.Next(record))
        {
            byte state = _log.State(record);
            bool isAtMostOnce = state == StateAtMostOnce || state == StateLeaving;
            _log.SetState(record, isAtMostOnce ? StateAtMostOnce : StateWaiting);
            _log.SetIdentifier(record, 0);
        }

        Rewind();
        int identifier = Releases.Next;
        token = 0;
        if (identifier != 0)
        {
            Releases.Complete(identifier, out token);
        }

        return identifier;
    }

    private void Rewind()
    {
        _inFlight = 0;
        Releases.Rewind();
        Forgotten.Rewind();
        _log.RewindCursor();
    }
}
