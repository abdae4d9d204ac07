using Edge.Bridge.Sessions;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

// DISCONNECT, sleep and pings (§6.11, §6.12, §6.14).
internal sealed partial class MqttSnConnection
{
    private void OnDisconnect(int sleepSeconds)
    {
        if (sleepSeconds == 0 || Device == null)
        {
            Send(MessageWriter.Empty(_buffer, 0, MessageType.Disconnect));
            End(DisconnectReason.Requested, isTold: false);
            return;
        }

        State = ClientState.Asleep;
        _silenceMs = Tolerance(sleepSeconds);
        _silenceDue = Silence();
        Pause();
        if (Device.Stored.Will is { } will)
        {
            _owner.OnDeviceWill(this, will with { GraceMs = DeviceWill.GraceMs(_silenceMs) });
        }

        Send(MessageWriter.Empty(_buffer, 0, MessageType.Disconnect));
    }

    private void OnPing(MessageFromClient ping)
    {
        if (ping.RestLength > 0 && Text(ping) != ClientId)
        {
            // §6.14: whoever it is, it is not connected here.
            Send(MessageWriter.Empty(_buffer, 0, MessageType.Disconnect));
        }
        else if (ping.RestLength > 0 && State is ClientState.Asleep or ClientState.Awake)
        {
            _silenceDue = Deadline.Never;
            if (State == ClientState.Asleep)
            {
                State = ClientState.Awake;
                _isOpenDue = true;
            }
        }
        else
        {
            if (State is ClientState.Asleep or ClientState.Awake)
            {
                // A late copy of a DISCONNECT has put it to sleep here alone.
                Stay();
            }

            Send(MessageWriter.Empty(_buffer, 0, MessageType.Pingresp));
        }
    }

    private void Stay()
    {
        State = ClientState.Active;
        _silenceMs = Tolerance(_keepAliveSeconds);
        _silenceDue = Silence();
        _isOpenDue = true;
    }

    // It has had everything, or does not answer: it sleeps again, for as long as it has said.
    private void SleepAgain(bool isTold)
    {
        State = ClientState.Asleep;
        _silenceDue = Silence();
        Pause();
        if (isTold)
        {
            Send(MessageWriter.Empty(_buffer, 0, MessageType.Pingresp));
        }
    }
}
