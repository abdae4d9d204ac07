using System.Text;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

/// <summary>One MQTT-SN client (MQTT-SN 1.2), from its CONNECT until it disconnects or is lost, its sleep
/// included.</summary>
internal sealed partial class MqttSnConnection : DeviceConnection, IGate
{
    // Messages that wait for the journal or for room on the link.
    private const int UnsentMax = 64;

    // Until a link that had no room is tried again.
    private const int LinkRetryMs = 50;

    private readonly IClientPort _port;
    private readonly LinkGuard _guard;
    private readonly GatewayOptions _options;
    private readonly IDeviceOwner _owner;
    private readonly IWakeup _wakeup;
    private readonly GatewayCounters _counters;
    private readonly byte[] _buffer;
    private readonly Queue<byte[]> _unsent = [];
    private int _holds;
    private long _now;

    // The client is lost when nothing comes before this time; while the will is asked for, the CONNECT is void.
    private long _silenceDue = Deadline.Never;
    private int _silenceMs;
    private DisconnectReason _closing;

    /// <param name="link">The link on which it comes.</param>
    /// <param name="port">The way to it.</param>
    /// <param name="guard">Stands before its session.</param>
    /// <param name="options">What it may take.</param>
    /// <param name="buffer">Where messages are written: one for all clients of a thread.</param>
    /// <param name="counters">Counts, for all clients of the link.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <param name="wakeup">Asks for a poll soon.</param>
    public MqttSnConnection(
        string link, IClientPort port, LinkGuard guard, GatewayOptions options, byte[] buffer, GatewayCounters counters,
        IDeviceOwner owner, IWakeup wakeup)
        : base(link)
    {
        _port = port;
        _guard = guard;
        _options = options;
        _buffer = buffer;
        _counters = counters;
        _owner = owner;
        _wakeup = wakeup;
    }

    /// <summary>Where its client is.</summary>
    public ClientState State { get; private set; }

    /// <inheritdoc/>
    public override string LastViolation => "";

    /// <inheritdoc/>
    public override Exception? LastFailure => null;

    /// <inheritdoc/>
    public override bool IsBoundToLink => true;

    /// <inheritdoc/>
    public override bool KeepsWill => true;

    private bool IsDelivering => State is ClientState.Active or ClientState.Awake;

    private bool IsPrompting => State is ClientState.WillTopic or ClientState.WillMessage;

    /// <summary>Takes a message of the client's that is no QoS -1.</summary>
    /// <param name="message">Valid until the call returns.</param>
    /// <param name="now">Milliseconds.</param>
    public void Receive(MessageFromClient message, long now)
    {
        _now = now;
        if (State == ClientState.Active)
        {
            _silenceDue = Silence();
        }

        switch (message.Type)
        {
            case MessageType.Connect:
                OnConnect(message);
                break;
            case MessageType.WillTopic when State == ClientState.WillTopic:
                OnWillTopic(message);
                break;
            case MessageType.WillMsg when State == ClientState.WillMessage:
                OnWillMessage(message);
                break;
            case MessageType.Disconnect:
                OnDisconnect(message.Duration);
                break;
            default:
                if (Device != null)
                {
                    OnSessionMessage(message);
                }

                break;
        }

        _wakeup.Wake();
    }

    /// <summary>Does what is due.</summary>
    /// <returns>Milliseconds until it wants to be polled again.</returns>
    public int Poll(long now)
    {
        _now = now;
        Flush();
        if (_closing != DisconnectReason.None)
        {
            End(_closing, isTold: true);
        }
        else if (now >= _silenceDue)
        {
            End(IsPrompting ? DisconnectReason.HandshakeTimeout : DisconnectReason.Silence, isTold: false);
        }

        if (State == ClientState.Over)
        {
            return Deadline.Idle;
        }

        int waitMs = Deadline.Earlier(Deliver(), Deadline.Remaining(_silenceDue, now));
        return _unsent.Count > 0 && _holds == 0 ? Deadline.Earlier(waitMs, LinkRetryMs) : waitMs;
    }

    /// <inheritdoc/>
    public override void Close(DisconnectReason reason)
    {
        _closing = reason;
        _wakeup.Wake();
    }

    /// <inheritdoc/>
    public void Hold() => _holds++;

    /// <inheritdoc/>
    public void Release()
    {
        if (--_holds == 0)
        {
            _wakeup.Wake();
        }
    }

    /// <inheritdoc/>
    protected override void OnDetached()
    {
        _current = null;
        _atMostOnce.Clear();
        _releases.Clear();
        _held.Clear();
        if (!_isReconnecting)
        {
            State = ClientState.Over;
            _wakeup.Wake();
        }
    }

    // How long the client may be silent (§7.2): a tenth more than it said, or half more when that is a minute at most.
    private static int Tolerance(int seconds) =>
        seconds == 0 ? 0 : seconds > 60 ? seconds * 1100 : seconds * 1500;

    private long Silence() => _silenceMs == 0 ? Deadline.Never : _now + _silenceMs;

    private void End(DisconnectReason reason, bool isTold)
    {
        if (isTold)
        {
            Send(MessageWriter.Empty(_buffer, 0, MessageType.Disconnect));
        }

        if (Device != null)
        {
            _owner.OnDeviceGone(this, reason);
        }

        State = ClientState.Over;
        _silenceDue = Deadline.Never;
        _closing = DisconnectReason.None;
        _wakeup.Wake();
    }

    // What stands in the buffer, up to here.
    private void Send(int end)
    {
        if (_holds == 0 && _unsent.Count == 0 && _port.Send(_buffer, 0, end))
        {
            return;
        }

        if (_unsent.Count >= UnsentMax)
        {
            _counters.Unsent++;
            if (_port.IsReliable)
            {
                // Nothing would ask for it again.
                Close(DisconnectReason.Closed);
            }

            return;
        }

        _unsent.Enqueue(_buffer.AsSpan(0, end).ToArray());
    }

    private void Flush()
    {
        while (_holds == 0 && _unsent.TryPeek(out byte[]? message) && _port.Send(message, 0, message.Length))
        {
            _unsent.Dequeue();
        }
    }

    private static string Text(MessageFromClient message) =>
        Encoding.UTF8.GetString(message.Buffer, message.RestOffset, message.RestLength);
}
