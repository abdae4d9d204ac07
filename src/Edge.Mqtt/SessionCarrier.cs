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
        int waitMs = _stream.Poll(now);
        bool isMoving = true;
        bool isBlocked = false;
        for (int round = 0; isMoving && round < RoundsMax; round++)
        {
            bool hasRead = Read(now);
            isMoving = Write(now, out isBlocked) || hasRead;
        }

        if (_session.Ending == DisconnectReason.None && _stream.State == StreamState.Closed && !isMoving)
        {
            _session.End(DisconnectReason.StreamClosed, false);
        }

        if (!isBlocked && _stream.UnsentBytes == 0)
        {
            _session.AllSent(now);
        }

        int sessionWaitMs = _session.WaitMs(now);
        if (_session.Ending != DisconnectReason.None)
        {
            return Farewell(isBlocked, waitMs, now);
        }

        if (isMoving)
        {
            return 0;
        }

        return Deadline.Earlier(Deadline.Earlier(waitMs, sessionWaitMs), _stream.Poll(now));
    }

    private bool Read(long now)
    {
        if (_session.Ending != DisconnectReason.None)
        {
            return false;
        }

        int room = _session.ReceiveRoom;
        int count = room == 0 ? 0 : _stream.Read(_session.ReceiveBytes, _session.ReceiveOffset, room);
        if (count > 0)
        {
            _session.Received(count, now);
        }

        return count > 0;
    }

    private bool Write(long now, out bool isBlocked)
    {
        bool hasMoved = false;
        isBlocked = false;
        int count;
        while (!isBlocked && (count = _session.Outgoing(now, out byte[] buffer, out int offset)) > 0)
        {
            int sent = _stream.Write(buffer, offset, count);
            if (sent > 0)
            {
                _session.Sent(sent, now);
                hasMoved = true;
            }

            isBlocked = sent < count;
        }

        return hasMoved;
    }

    private int Farewell(bool isBlocked, int waitMs, long now)
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

        return Deadline.Earlier(Deadline.Earlier(waitMs, _stream.Poll(now)), Deadline.Remaining(_farewellDue, now));
    }
}
