using System;

namespace Edge.Mqtt;

/// <summary>What both roles of MQTT have in common on one connection: the packet loop, messages both ways,
/// acknowledgements, and the end. Pure: bytes and milliseconds go in, bytes and handler calls come out.</summary>
public abstract partial class Session
{
    // How soon a streamed payload that had nothing is asked again.
    private const int SourceRetryMs = 10;

    // Nothing of a packet in pieces is under way.
    private const int NoPiece = -1;

    private readonly ISessionHandler _handler;
    private readonly PublishPacket _publish = new PublishPacket();
    private readonly ReceiveBuffer _received;
    private readonly SendBuffer _send;
    private readonly KeepAlive _keepAlive;

    // How much of a message larger than the send buffer has been written.
    private int _pieceEnd = NoPiece;
    private bool _hasNewBytes;

    // Something has happened since the send buffer was last filled: spares the hot path a look at everything.
    private bool _isComposeDue;

    // A streamed payload has nothing now and is asked again.
    private bool _isSourceWaiting;
    private DisconnectReason _ending = DisconnectReason.Closed;

    private protected Session(
        ISessionHandler handler, int receiveBytes, int packetBytesMax, int sendBytes, int heldMax, int inboundMax,
        int answerTimeoutMs)
    {
        _handler = handler;
        _received = new ReceiveBuffer(receiveBytes, packetBytesMax);
        _send = new SendBuffer(sendBytes);
        _receiver = new Receiver(heldMax, inboundMax);
        _keepAlive = new KeepAlive(answerTimeoutMs);
    }

    /// <summary>What has happened since construction.</summary>
    public SessionCounters Counters { get; } = new SessionCounters();

    /// <summary>True from the completed handshake to the end of the connection.</summary>
    public bool IsConnected { get; private protected set; }

    /// <summary>Why this connection is to be closed; <see cref="DisconnectReason.None"/> while it is not.</summary>
    public DisconnectReason Ending => _ending;

    /// <summary>The rule the peer broke last.</summary>
    public Violation LastViolation { get; private set; }

    /// <summary>What the handler threw last.</summary>
    public Exception? LastHandlerFailure { get; private set; }

    /// <summary>Messages waiting to be sent or to be acknowledged by the peer.</summary>
    public int QueuedMessages => State == null ? 0 : State.QueuedMessages;

    /// <summary>Messages received and not acknowledged by this side yet.</summary>
    public int HeldMessages => _receiver.Held;

    /// <summary>What is ready has to leave before the connection is closed.</summary>
    internal bool HasFarewell { get; private set; }

    // What outlives the connection; a server has it from the CONNECT on.
    private protected SessionState? State { get; set; }

    private protected KeepAlive KeepAlive => _keepAlive;

    // A request that needs an answer is under way.
    internal bool AwaitsAnswer => _keepAlive.IsAnswerAwaited;

    // As many messages are held as may be, and the owner is the one who is waited for.
    private bool IsHeldUp => _receiver.IsFull && _receiver.NextAcknowledgement(State!.Inbound) == 0;

    // Acknowledges a message for which the handler had answered "later". With QoS 1 a number of an earlier connection
    // changes nothing, because the peer sends that message again.
    internal void Acknowledge(int delivery)
    {
        _receiver.Answer(delivery);
        if (State != null)
        {
            State.TakeExactlyOnce(delivery);
        }

        _isComposeDue = true;
    }

    // The role has something to say.
    private protected void ComposeSoon() => _isComposeDue = true;

    // A session of before, or a new one, begins to receive here.
    private protected void BeginReceiving(SessionState state)
    {
        State = state;
        _receiver.CountFrom(state.NextDelivery);
    }

    // A new connection begins with nothing of the last one in the buffers.
    private protected void BeginConnection()
    {
        _received.Clear();
        _send.Clear();
        _pieceEnd = NoPiece;
        _hasNewBytes = false;
        _isComposeDue = true;
        _receiver.Clear();
        IsConnected = false;
        HasFarewell = false;
        _ending = DisconnectReason.None;
        LastViolation = Violation.None;
    }

    // Closes the connection; the first reason counts. With a farewell, what was written before leaves first.
    internal void End(DisconnectReason reason, bool hasFarewell)
    {
        if (_ending != DisconnectReason.None)
        {
            return;
        }

        _ending = reason;
        HasFarewell = hasFarewell && !IsInPieces;
        IsConnected = false;
        AbortPayload();
    }

    // Whatever a handler throws ends this connection and nothing else (4.8.0-2).
    internal void HandlerFailed(Exception failure)
    {
        LastHandlerFailure = failure;
        Counters.HandlerFailures++;
        ForgetDelivering();
        End(DisconnectReason.HandlerFailed, false);
    }

    // Nothing is left on this side, neither here nor in the stream.
    internal void AllSent(long now) => _keepAlive.AllSent(now);

    // Milliseconds until time alone brings work; ends the connection when the peer was silent for too long.
    internal virtual int WaitMs(long now)
    {
        if (now >= _keepAlive.CheckDue)
        {
            Check(now);
        }

        if (_isSourceWaiting)
        {
            _isComposeDue = true;
            return SourceRetryMs;
        }

        long remaining = _keepAlive.CheckDue - now;
        return remaining >= Deadline.Idle ? Deadline.Idle : (int)remaining;
    }

    // When time alone brings something: a ping, or the end.
    internal long CheckDue => _keepAlive.CheckDue;

    internal void Check(long now)
    {
        if (_ending != DisconnectReason.None)
        {
            return;
        }

        if (_receiver.IsFull && IsHeldUp)
        {
            // What the peer says is not read, so it cannot be called silent.
            _keepAlive.Received(now);
        }

        bool isAllSent = _pieceEnd == NoPiece && _send.Count == 0;
        if (_keepAlive.IsPeerSilent(now, isAllSent))
        {
            End(IsConnected ? DisconnectReason.Silence : DisconnectReason.HandshakeTimeout, false);
            return;
        }

        // A ping is composed with everything else.
        _isComposeDue |= _keepAlive.IsPingDue(now);
        _keepAlive.Check(now, isAllSent);
    }
}
