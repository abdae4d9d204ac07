using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

// CONNECT and the will (§6.2, §6.3, §6.4).
internal sealed partial class MqttSnConnection
{
    private bool _isReconnecting;
    private bool _isCleanSession;
    private bool _isOpenDue;
    private int _keepAliveSeconds;
    private StoredWill? _will;

    private void OnConnect(MessageFromClient connect)
    {
        string clientId = Text(connect);
        if (Device != null && ClientId != clientId)
        {
            // Another client at the same address: the one of before did not say goodbye.
            Reconnect(DisconnectReason.StreamClosed);
        }

        bool isAdmitted = _guard.AdmitClient(
            connect.Buffer.AsSpan(connect.RestOffset, connect.RestLength), out TopicRules rules, out string? why);
        if (Device == null)
        {
            Introduce(clientId, rules);
        }

        if (!isAdmitted)
        {
            Refuse(ReturnCode.NotSupported, why!);
            return;
        }

        _isCleanSession = (connect.Flags & Flags.CleanSession) != 0;
        _keepAliveSeconds = connect.Duration;
        _will = null;
        if ((connect.Flags & Flags.Will) == 0)
        {
            Admit(isWillKept: !_isCleanSession);
            return;
        }

        State = ClientState.WillTopic;
        _silenceDue = _now + _options.PromptMs;
        Send(MessageWriter.Empty(_buffer, 0, MessageType.WillTopicReq));
    }

    private void OnWillTopic(MessageFromClient message)
    {
        if (message.RestLength == 0)
        {
            Admit(isWillKept: false);
            return;
        }

        _will = WillFrom(message, []);
        if (!Rules.AllowsPublish(message.Buffer, message.RestOffset, message.RestLength))
        {
            Refuse(ReturnCode.NotSupported, "it may not publish to the topic of its will");
            return;
        }

        State = ClientState.WillMessage;
        Send(MessageWriter.Empty(_buffer, 0, MessageType.WillMsgReq));
    }

    private void OnWillMessage(MessageFromClient message)
    {
        _will = _will! with { Payload = Data(message) };
        Admit(isWillKept: false);
    }

    // Everything is known: the session begins or goes on.
    private void Admit(bool isWillKept)
    {
        if (Device is { } own && !_isCleanSession)
        {
            // It has slept (§6.14), or it repeats a CONNECT whose answer was lost.
            GoOn(own, isWillKept);
            return;
        }

        Reconnect(DisconnectReason.Requested);
        DeviceSession? device = _owner.OnDeviceConnecting(this, _isCleanSession, isWillKept, _will, out _);
        if (device == null)
        {
            Refuse(ReturnCode.Congestion, null);
            return;
        }

        // Whether the client has kept its numbers is not known (§6.5 does not say that it must).
        device.Topics.ForgetKnown();
        Attach(device, this);
        Stay();
        Hold();
        _owner.OnDeviceConnected(this, Release);
        Send(MessageWriter.CodeOnly(_buffer, 0, MessageType.Connack, ReturnCode.Accepted));
    }

    private void GoOn(DeviceSession device, bool isWillKept)
    {
        if (!isWillKept)
        {
            _owner.OnDeviceWill(this, _will);
        }

        device.Topics.ForgetKnown();
        Pause();
        Stay();
        Send(MessageWriter.CodeOnly(_buffer, 0, MessageType.Connack, ReturnCode.Accepted));
    }

    // The session is given back without a word, to be taken again.
    private void Reconnect(DisconnectReason reason)
    {
        if (Device == null)
        {
            return;
        }

        string clientId = ClientId;
        TopicRules rules = Rules;
        _isReconnecting = true;
        _owner.OnDeviceGone(this, reason);
        _isReconnecting = false;
        Introduce(clientId, rules);
    }

    private void Refuse(ReturnCode code, string? why)
    {
        if (why != null)
        {
            _owner.OnDeviceRefused(this, why);
        }

        _counters.Congested += code == ReturnCode.Congestion ? 1 : 0;
        Send(MessageWriter.CodeOnly(_buffer, 0, MessageType.Connack, code));
        End(DisconnectReason.Refused, isTold: false);
    }

    private void OnWillTopicUpdate(MessageFromClient message)
    {
        ReturnCode code = ReturnCode.Accepted;
        if (message.RestLength == 0)
        {
            _owner.OnDeviceWill(this, null);
        }
        else if (Rules.AllowsPublish(message.Buffer, message.RestOffset, message.RestLength))
        {
            _owner.OnDeviceWill(this, WillFrom(message, Device!.Stored.Will?.Payload ?? []));
        }
        else
        {
            code = ReturnCode.NotSupported;
        }

        Send(MessageWriter.CodeOnly(_buffer, 0, MessageType.WillTopicResp, code));
    }

    private void OnWillMessageUpdate(MessageFromClient message)
    {
        ReturnCode code = ReturnCode.Accepted;
        if (Device!.Stored.Will is { } will)
        {
            _owner.OnDeviceWill(this, will with { Payload = Data(message) });
        }
        else
        {
            // There is no topic to which it could go.
            code = ReturnCode.NotSupported;
        }

        Send(MessageWriter.CodeOnly(_buffer, 0, MessageType.WillMsgResp, code));
    }

    private StoredWill WillFrom(MessageFromClient message, byte[] payload) => new(
        Topic.FromUtf8(message.Buffer, message.RestOffset, message.RestLength), payload,
        (QualityOfService)message.QualityOfService, (message.Flags & Flags.Retain) != 0,
        DeviceWill.GraceMs(Tolerance(_keepAliveSeconds)));

    private static byte[] Data(MessageFromClient message) =>
        message.Buffer.AsSpan(message.RestOffset, message.RestLength).ToArray();
}
