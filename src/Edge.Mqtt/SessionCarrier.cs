namespace Edge.Mqtt;

/// <summary>Moves bytes between a session and an open stream, as far as both go without waiting.</summary>
internal sealed class SessionCarrier
{
    // Turns at a time before others have theirs.
    private const int RoundsMax = 8;

    // Time that a farewell may take to leave.
    private const int FarewellMs = 2_000;

    private readonly Session _session;
    private readonly IByteStream _stream;
    private long _farewellDue;

    internal SessionCarrier(Session session, IByteStream stream)
    {
        _session = session;
        _stream = stream;
    }

    // The connection is over and the stream can be closed.
    internal bool IsOver { get; private set; }

    internal void Begin()
    {
        IsOver = false;
        _farewellDue = Deadline.Never;
    }

    // Does what is due; returns milliseconds until it wants to be called again.
    internal int Exchange(long now)
    {
        Session session = _session;
        IByteStream stream = _stream;
        stream.Poll(now);
        bool hasMoved = false;
        bool isBlocked = false;
        bool isMoving = true;
        for (int round = 0; isMoving && round < RoundsMax; round++)
        {
            // What has come is understood before anything leaves, so that answers leave together.
            int room = session.ReceiveRoom;
            int received = room == 0 ? 0 : stream.Read(session.ReceiveBytes, session.ReceiveOffset, room);
            isMoving = received > 0;
            if (isMoving)
            {
                session.Received(received, now);
                hasMoved = true;
            }

            if (now >= session.CheckDue)
            {
                session.Check(now);
            }

            isBlocked = false;
            int ready;
            while (!isBlocked && (ready = session.Outgoing(now, out byte[] buffer, out int offset)) > 0)
            {
                int sent = stream.Write(buffer, offset, ready);
                isBlocked = sent < ready;
                if (sent > 0)
                {
                    session.Sent(sent, now);
                    hasMoved = true;
                    isMoving |= isBlocked;
                }
            }

            // What was sent may have made room for what comes next.
            isMoving |= room == 0 && session.ReceiveRoom > 0;
        }

        bool isClosed = stream.State == StreamState.Closed;
        if (isClosed && !hasMoved && session.Ending == DisconnectReason.None)
        {
            session.End(DisconnectReason.StreamClosed, false);
        }

        if (session.AwaitsAnswer && !isBlocked && stream.UnsentBytes == 0)
        {
            session.AllSent(now);
        }

        int sessionWaitMs = session.WaitMs(now);
        if (session.Ending != DisconnectReason.None)
        {
            return Farewell(isBlocked, now);
        }

        if (isMoving || isClosed)
        {
            return 0;
        }

        // Asked last, because reading and writing change what a stream waits for.
        int waitMs = stream.Poll(now);
        return waitMs < sessionWaitMs ? waitMs : sessionWaitMs;
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
            IsOver = true;
            return 0;
        }

        return Deadline.Earlier(_stream.Poll(now), Deadline.Remaining(_farewellDue, now));
    }
}
