namespace Edge.Mqtt;

/// <summary>Moves bytes between a session and an open stream, as far as both go without waiting.</summary>
internal sealed class SessionCarrier
{
    // What Exchange returns when the connection is over and the stream can be closed.
    internal const int Over = -1;

    // Turns at a time before others have theirs.
    private const int RoundsMax = 8;

    // Time that a farewell may take to leave.
    private const int FarewellMs = 2_000;

    // How soon a streamed payload that had nothing is asked again.
    private const int SourceRetryMs = 10;

    private readonly Session _session;
    private readonly IByteStream _stream;
    private long _farewellDue;

    internal SessionCarrier(Session session, IByteStream stream)
    {
        _session = session;
        _stream = stream;
    }

    internal void Begin() => _farewellDue = Deadline.Never;

    // Does what is due; returns milliseconds until it wants to be called again, or Over.
    internal int Exchange(long now)
    {
        Session session = _session;
        IByteStream stream = _stream;
        ReceiveBuffer incoming = session.Incoming;
        SendBuffer outgoing = session.Outgoing;
        KeepAlive keepAlive = session.KeepAlive;
        stream.Poll(now);
        bool hasMoved = false;
        bool isMoving;
        bool isBlocked;
        int rounds = RoundsMax;
        do
        {
            isMoving = false;
            isBlocked = false;
            // What has come is understood before anything leaves, so that answers leave together.
            int room = incoming.Room;
            int received = room == 0 ? 0 : stream.Read(incoming.Bytes, incoming.End, room);
            if (received > 0)
            {
                session.Received(received, now);
                isMoving = true;
                hasMoved = true;
            }

            if (now >= keepAlive.CheckDue)
            {
                session.Check(now);
            }

            while (!isBlocked && session.HasOutgoing(now))
            {
                int ready = outgoing.End - outgoing.Start;
                int sent = stream.Write(outgoing.Bytes, outgoing.Start, ready);
                isBlocked = sent < ready;
                if (sent > 0)
                {
                    keepAlive.LastSent = now;
                    outgoing.Sent(sent);
                    isMoving |= isBlocked;
                    hasMoved = true;
                }
            }

            if (room == 0 && incoming.Room > 0)
            {
                // What was sent has made room for what comes next.
                isMoving = true;
            }
        }
        while (isMoving && --rounds > 0);

        if (stream.State == StreamState.Closed)
        {
            // Whatever it still had to give comes first.
            isMoving = true;
            if (!hasMoved)
            {
                session.End(DisconnectReason.StreamClosed, false);
            }
        }

        if (keepAlive.IsAnswerAwaited && !isBlocked && stream.UnsentBytes == 0)
        {
            keepAlive.AllSent(now);
        }

        if (session.Ending != DisconnectReason.None)
        {
            return Farewell(isBlocked, now);
        }

        if (isMoving)
        {
            return 0;
        }

        if (session.IsSourceWaiting)
        {
            session.ComposeSoon();
            keepAlive.LookAt(now + SourceRetryMs);
        }

        // Asked last, because reading and writing change what a stream waits for.
        int waitMs = stream.Poll(now);
        int dueMs = Deadline.Remaining(keepAlive.CheckDue, now);
        return dueMs < waitMs ? dueMs : waitMs;
    }

    private int Farewell(bool isBlocked, long now)
    {
        if (_farewellDue == Deadline.Never)
        {
            _farewellDue = now + FarewellMs;
        }

        bool hasLeft = !isBlocked && _stream.UnsentBytes == 0;
        if (!_session.HasFarewell || hasLeft || now >= _farewellDue || _stream.State == StreamState.Closed)
        {
            return Over;
        }

        return Deadline.Earlier(_stream.Poll(now), Deadline.Remaining(_farewellDue, now));
    }
}
