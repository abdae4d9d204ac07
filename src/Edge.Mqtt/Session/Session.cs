using System;

namespace Edge.Mqtt;

/// <summary>What both roles of MQTT have in common: the packet loop, messages both ways, acknowledgements, and the end of
/// a connection. Pure: bytes and milliseconds go in, bytes and handler calls come out.</summary>
public abstract partial class Session
{
    private readonly ISessionHandler _handler;
    private readonly PublishPacket _publish = new PublishPacket();
    private readonly ReceiveBuffer _received;
    private readonly SendBuffer _send;

    // Bytes of a packet too large for the send buffer that have left straight from the log.
    private int _directSent;
    private bool _isDirect;
    private bool _hasNewBytes;

    private protected Session(
        ISessionHandler handler, int receiveBytes, int packetBytesMax, int sendBytes, int logBytes, int inFlightMax,
        int heldMax, int answerTimeoutMs)
    {
        _handler = handler;
        _received = new ReceiveBuffer(receiveBytes, packetBytesMax);
        _send = new SendBuffer(sendBytes);
        Sender = new Sender(logBytes, inFlightMax, Counters);
        Receiver = new Receiver(heldMax);
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
    public int QueuedMessages => Sender.Count;

    /// <summary>Messages received and not acknowledged by this side yet.</summary>
    public int HeldMessages => Receiver.Held;

    // As many messages are held as may be.
    private bool IsHeldUp => Receiver.IsFull;

    /// <summary>What is ready has to leave before the connection is closed.</summary>
    internal bool HasFarewell { get; private set; }

    private protected Sender Sender { get; }

    private protected Receiver Receiver { get; }

    private protected KeepAlive KeepAlive { get; }

    // Acknowledges a message for which the handler had answered "later". A number of an earlier connection changes
    // nothing: the peer sends that message again.
    internal void Acknowledge(int delivery) => Receiver.Answer(delivery);

    // A new connection begins with nothing of the last one in the buffers.
    private protected void BeginConnection()
    {
        _received.Clear();
        _send.Clear();
        _isDirect = false;
        _hasNewBytes = false;
        Receiver.Clear();
        IsConnected = false;
        HasFarewell = false;
        Ending = DisconnectReason.None;
        LastViolation = Violation.None;
    }

    // Closes the connection; the first reason counts. With a farewell, what was written before leaves first.
    internal void End(DisconnectReason reason, bool hasFarewell)
    {
        if (Ending == DisconnectReason.None)
        {
            Ending = reason;
            HasFarewell = hasFarewell;
            IsConnected = false;
        }
    }

    // Whatever a handler throws ends this connection and nothing else (4.8.0-2).
    internal void HandlerFailed(Exception failure)
    {
        LastHandlerFailure = failure;
        Counters.HandlerFailures++;
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

        if (IsHeldUp)
        {
            // What the peer says is not read, so it cannot be called silent.
            KeepAlive.Received(now);
        }

        bool canWrite = !_isDirect && SendRoom >= 2;
        bool isAllSent = !_isDirect && _send.Count == 0;
        if (KeepAlive.IsPeerSilent(now, isAllSent))
        {
            End(IsConnected ? DisconnectReason.Silence : DisconnectReason.HandshakeTimeout, false);
            return 0;
        }

        return KeepAlive.WaitMs(now, canWrite, isAllSent);
    }
}
