using System;

namespace Edge.Mqtt;

/// <summary>What both roles of MQTT have in common on one connection: the packet loop, messages both ways,
/// acknowledgements, and the end. Pure: bytes and milliseconds go in, bytes and handler calls come out.</summary>
public abstract partial class Session
{
    // Nothing of a packet in pieces is under way.
    private const int NoPiece = -1;

    // Until a streamed payload without bytes is asked again; nobody wakes when it has some.
    private const int SourceRetryMs = 20;

    private readonly ISessionHandler _handler;
    private readonly PublishPacket _publish = new PublishPacket();
    private readonly ReceiveBuffer _received;
    private readonly SendBuffer _send;

    // How much of a message larger than the send buffer has been written.
    private int _pieceEnd = NoPiece;
    private bool _isSourceDry;
    private bool _hasNewBytes;

    private protected Session(
        ISessionHandler handler, int receiveBytes, int packetBytesMax, int sendBytes, int heldMax, int inboundMax,
        int answerTimeoutMs)
    {
        _handler = handler;
        _received = new ReceiveBuffer(receiveBytes, packetBytesMax);
        _send = new SendBuffer(sendBytes);
        _receiver = new Receiver(heldMax, inboundMax);
        KeepAlive = new KeepAlive(answerTimeoutMs);
    }

    /// <summary>What has happened since construction.</summary>
    public SessionCounters Counters { get; } = new SessionCounters();

    /// <summary>True from the completed handshake to the end of the connection.</summary>
    public bool IsConnected { get; private protected set; }

    /// <summary>Why this connection is to be closed; <see cref="DisconnectReason.None"/> while it is not.</summary>
    public DisconnectReason Ending { get; private set; } = DisconnectReason.Closed;

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

    private protected KeepAlive KeepAlive { get; }

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
    }

    // A new connection begins with nothing of the last one in the buffers.
    private protected void BeginConnection()
    {
        _received.Clear();
        _send.Clear();
        _pieceEnd = NoPiece;
        _isSourceDry = false;
        _hasNewBytes = false;
        _receiver.Clear();
        IsConnected = false;
        HasFarewell = false;
        Ending = DisconnectReason.None;
        LastViolation = Violation.None;
    }

    // Closes the connection; the first reason counts. With a farewell, what was written before leaves first.
    internal void End(DisconnectReason reason, bool hasFarewell)
    {
        if (Ending != DisconnectReason.None)
        {
            return;
        }

        Ending = reason;
        HasFarewell = hasFarewell && _pieceEnd == NoPiece;
        IsConnected = false;
        AbortPayload();
    }

    // Whatever a handler throws ends this connection and nothing else (4.8.0-2).
    internal void HandlerFailed(Exception failure)
    {
        LastHandlerFailure = failure;
        Counters.HandlerFailures++;
        if (_delivering != 0)
        {
            // It was not taken, so it has to come again.
            State!.Inbound.Remove(_delivering);
            _delivering = 0;
        }

        End(DisconnectReason.HandlerFailed, false);
    }

    // Nothing is left on this side, neither here nor in the stream.
    internal void AllSent(long now) => KeepAlive.AllSent(now);

    // Milliseconds until time alone brings work; ends the connection when the peer was silent for too long.
    internal virtual int WaitMs(long now)
    {
        if (Ending != DisconnectReason.None)
        {
            return 0;
        }

        if (_receiver.IsFull && IsHeldUp)
        {
            // What the peer says is not read, so it cannot be called silent.
            KeepAlive.Received(now);
        }

        bool canWrite = _pieceEnd == NoPiece && _send.Room >= 2;
        bool isAllSent = _pieceEnd == NoPiece && _send.Count == 0;
        if (KeepAlive.IsPeerSilent(now, isAllSent))
        {
            End(IsConnected ? DisconnectReason.Silence : DisconnectReason.HandshakeTimeout, false);
            return 0;
        }

        int waitMs = KeepAlive.WaitMs(now, canWrite, isAllSent);
        return _isSourceDry ? Deadline.Earlier(waitMs, SourceRetryMs) : waitMs;
    }
}
