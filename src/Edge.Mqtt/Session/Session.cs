using System;

namespace Edge.Mqtt;

/// <summary>What both roles of MQTT have in common on one connection: the packet loop, messages both ways,
/// acknowledgements, and the end. Pure: bytes and milliseconds go in, bytes and handler calls come out.</summary>
public abstract partial class Session
{
    // Nothing of a packet in pieces is under way.
    private const int NoPiece = -1;

    // What has come, what is ready to leave, and when time alone brings something.
    internal readonly ReceiveBuffer Incoming;
    internal readonly SendBuffer Outgoing;
    internal readonly KeepAlive KeepAlive;

    // A streamed payload has nothing now and is asked again.
    internal bool IsSourceWaiting;

    // What outlives the connection; a server has it from the CONNECT on.
    private protected SessionState? State;

    // A packet of which a part was written: nothing may be written before its end.
    private protected bool IsInPieces;

    private ISessionHandler _handler;
    private readonly SessionCounters _counters = new SessionCounters();
    private readonly PublishPacket _publish = new PublishPacket();

    // How much of a message larger than the send buffer has been written.
    private int _pieceEnd = NoPiece;
    private bool _hasNewBytes;

    // Something has happened since the send buffer was last filled: spares the hot path a look at everything.
    private bool _isComposeDue;

    private DisconnectReason _ending = DisconnectReason.Closed;

    private protected Session(
        ISessionHandler handler, int receiveBytes, int packetBytesMax, int sendBytes, int heldMax, int inboundMax,
        int answerTimeoutMs)
    {
        _handler = handler;
        Incoming = new ReceiveBuffer(receiveBytes, packetBytesMax);
        Outgoing = new SendBuffer(sendBytes);
        _receiver = new Receiver(heldMax, inboundMax);
        KeepAlive = new KeepAlive(answerTimeoutMs);
    }

    /// <summary>What has happened since construction.</summary>
    public SessionCounters Counters => _counters;

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

    // As many messages are held as may be, and the owner is the one who is waited for.
    private bool IsHeldUp => _receiver.IsFull && _receiver.NextAcknowledgement(State!.Inbound) == 0;

    // Somebody else is told from now on.
    internal void Attach(ISessionHandler handler) => _handler = handler;

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

    // There is something to say.
    internal void ComposeSoon() => _isComposeDue = true;

    // A session of before, or a new one, begins to receive here.
    private protected void BeginReceiving(SessionState state)
    {
        State = state;
        _receiver.CountFrom(state.NextDelivery);
    }

    // A new connection begins with nothing of the last one in the buffers.
    private protected void BeginConnection()
    {
        Incoming.Clear();
        Outgoing.Clear();
        _pieceEnd = NoPiece;
        IsInPieces = false;
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
        if (!HasFarewell)
        {
            Outgoing.Clear();
        }

        AbortPayload();
    }

    // Whatever a handler throws ends this connection and nothing else (4.8.0-2).
    internal void HandlerFailed(Exception failure)
    {
        LastHandlerFailure = failure;
        _counters.HandlerFailures++;
        ForgetDelivering();
        End(DisconnectReason.HandlerFailed, false);
    }

    // Time may have brought something: a ping, or the end.
    internal virtual void Check(long now)
    {
        if (_ending != DisconnectReason.None)
        {
            return;
        }

        if (_receiver.IsFull && IsHeldUp)
        {
            // What the peer says is not read, so it cannot be called silent.
            KeepAlive.Received(now);
        }

        if (!KeepAlive.Check(now, _pieceEnd == NoPiece && Outgoing.End == 0))
        {
            End(IsConnected ? DisconnectReason.Silence : DisconnectReason.HandshakeTimeout, false);
            return;
        }

        _isComposeDue |= KeepAlive.IsPingDue;
    }
}
