using System.Text;

namespace Edge.MqttSn.Tests.Simulation;

/// <summary>A gateway with one client, which does what the standard says and no more: it answers, repeats what is not
/// answered, keeps what a sleeping client is to get, and gives no topic id twice.</summary>
internal sealed partial class Gateway(World world)
{
    public const int RetryMs = 4000;

    private readonly MessageFromClient _message = new();
    private readonly byte[] _out = new byte[300];
    private readonly HashSet<TopicFilter> _subscriptions = new(FilterComparer.Instance);
    private byte[]? _willTopic;
    private byte[] _willMessage = [];
    private bool _isPrompting;
    private bool _isClean = true;
    private int _keepAliveMs;
    private int _silenceMs;
    private long _silentSince;

    public enum State
    {
        Disconnected,
        Active,
        Asleep,
        Awake,
        Lost,
    }

    public State Client { get; private set; }

    /// <summary>When it wants to be polled.</summary>
    public long Due => Math.Min(RetryDue, SilenceDue);

    /// <summary>The wills that were published.</summary>
    public List<string> Wills { get; } = [];

    /// <summary>CONNECTs of the client, repetitions included.</summary>
    public int Connects { get; private set; }

    /// <summary>Times that the client woke up and was told that there is no more.</summary>
    public int Wakings { get; private set; }

    /// <summary>How often in 1,000 a request is refused for congestion.</summary>
    public int CongestionPermille { get; set; }

    /// <summary>The will as the gateway has it: topic and text.</summary>
    public string? Will => _willTopic == null ? null
        : Encoding.UTF8.GetString(_willTopic) + " " + Encoding.UTF8.GetString(_willMessage);

    /// <summary>Messages of QoS 1 and 2 that came while the client was asleep.</summary>
    public int PublishesWhileAsleep { get; private set; }

    private long SilenceDue => _silenceMs == 0 ? Deadline.Never : _silentSince + _silenceMs;

    /// <summary>It is started anew: who is connected is forgotten, what the session holds is not.</summary>
    public void Restart()
    {
        Client = State.Disconnected;
        _silenceMs = 0;
        _isPrompting = false;
        ForgetTopicIds();
        Interrupt();
        world.Air.Clear();
        world.Client?.Link.BeginEpoch();
    }

    /// <summary>Asks the client to go and come again, as a gateway does that is about to stop.</summary>
    public void Dismiss()
    {
        Client = State.Disconnected;
        _silenceMs = 0;
        Send(MessageWriter.Empty(_out, 0, MessageType.Disconnect));
    }

    public void Poll()
    {
        if (world.Now >= SilenceDue)
        {
            Client = State.Lost;
            _silenceMs = 0;
            if (Will is { } will)
            {
                Wills.Add(will);
            }

            EndSessionIfClean();
        }

        Resend();
    }

    public void Receive(byte[] datagram)
    {
        Violation violation = _message.Read(datagram, 0, datagram.Length);
        if (violation != Violation.None)
        {
            world.Fail($"the client has sent {Hex.Text(datagram)}, which breaks {violation}");
            return;
        }

        MessageType type = _message.Type;
        bool isOpening = type is MessageType.Connect or MessageType.WillTopic or MessageType.WillMsg
            or MessageType.SearchGw or MessageType.Disconnect;
        bool isForAnybody = type == MessageType.Publish && _message.QualityOfService < 0;
        if (Client is State.Disconnected or State.Lost && !isOpening && !isForAnybody)
        {
            Send(MessageWriter.Empty(_out, 0, MessageType.Disconnect));
            return;
        }

        if (Client is State.Active)
        {
            _silentSince = world.Now;
        }

        Handle(type);
        Pump();
    }

    private bool IsCongested => world.Random.Next(1000) < CongestionPermille;

    private void Handle(MessageType type)
    {
        switch (type)
        {
            case MessageType.SearchGw:
                Send(MessageWriter.GwInfo(_out, 0, 1, []));
                break;
            case MessageType.Connect:
                OnConnect();
                break;
            case MessageType.WillTopic:
                OnWillTopic();
                break;
            case MessageType.WillMsg:
                _willMessage = Rest();
                Accept();
                break;
            case MessageType.WillTopicUpd:
                _willTopic = _message.RestLength == 0 ? null : Rest();
                Send(MessageWriter.CodeOnly(_out, 0, MessageType.WillTopicResp, ReturnCode.Accepted));
                break;
            case MessageType.WillMsgUpd:
                _willMessage = Rest();
                Send(MessageWriter.CodeOnly(_out, 0, MessageType.WillMsgResp, ReturnCode.Accepted));
                break;
            case MessageType.Pingreq:
                OnPingreq();
                break;
            case MessageType.Disconnect:
                OnDisconnect();
                break;
            case MessageType.Register:
            case MessageType.Regack:
            case MessageType.Subscribe:
            case MessageType.Unsubscribe:
                OnTopics(type);
                break;
            default:
                OnMessages(type);
                break;
        }
    }

    private void OnConnect()
    {
        Connects++;
        if (IsCongested)
        {
            Send(MessageWriter.CodeOnly(_out, 0, MessageType.Connack, ReturnCode.Congestion));
            return;
        }

        _isClean = (_message.Flags & Flags.CleanSession) != 0;
        _keepAliveMs = _message.Duration * 1500;
        if (_isClean)
        {
            EndSessionIfClean();
        }
        else if (world.Random.Next(2) == 0)
        {
            // The standard does not say whether ids outlive a connection.
            ForgetTopicIds();
        }

        Interrupt();
        if ((_message.Flags & Flags.Will) == 0)
        {
            Accept();
            return;
        }

        _isPrompting = true;
        Send(MessageWriter.Empty(_out, 0, MessageType.WillTopicReq));
    }

    private void OnWillTopic()
    {
        _willTopic = _message.RestLength == 0 ? null : Rest();
        if (_willTopic == null)
        {
            Accept();
        }
        else
        {
            Send(MessageWriter.Empty(_out, 0, MessageType.WillMsgReq));
        }
    }

    private void Accept()
    {
        if (_isPrompting || Client != State.Active)
        {
            _isPrompting = false;
            Client = State.Active;
            _silenceMs = _keepAliveMs;
            _silentSince = world.Now;
        }

        Send(MessageWriter.CodeOnly(_out, 0, MessageType.Connack, ReturnCode.Accepted));
    }

    private void OnPingreq()
    {
        if (Client == State.Asleep && _message.RestLength > 0)
        {
            // Pump says when there is no more.
            Client = State.Awake;
        }
        else if (Client != State.Awake)
        {
            Send(MessageWriter.Empty(_out, 0, MessageType.Pingresp));
        }
    }

    private void OnDisconnect()
    {
        bool isSleep = _message.Duration > 0 && Client is not (State.Disconnected or State.Lost);
        Client = isSleep ? State.Asleep : State.Disconnected;
        _silenceMs = _message.Duration * 1500;
        _silentSince = world.Now;
        if (!isSleep)
        {
            _silenceMs = 0;
            EndSessionIfClean();
        }

        Interrupt();
        Send(MessageWriter.Empty(_out, 0, MessageType.Disconnect));
    }

    private void EndSessionIfClean()
    {
        if (_isClean)
        {
            _subscriptions.Clear();
            _willTopic = null;
            ForgetTopicIds();
            ForgetMessages();
        }
    }

    private byte[] Rest() => _message.Buffer.AsSpan(_message.RestOffset, _message.RestLength).ToArray();

    private void Send(int end) => world.Air.ToClient(_out.AsSpan(0, end).ToArray());

    private sealed class FilterComparer : IEqualityComparer<TopicFilter>
    {
        public static readonly FilterComparer Instance = new();

        public bool Equals(TopicFilter? x, TopicFilter? y) => x!.ToString() == y!.ToString();

        public int GetHashCode(TopicFilter obj) => obj.ToString().GetHashCode(StringComparison.Ordinal);
    }
}
