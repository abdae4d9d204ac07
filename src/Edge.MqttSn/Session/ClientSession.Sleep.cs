namespace Edge.MqttSn;

// Sleep: the gateway keeps what comes, and sends it when the client is awake for a moment (MQTT-SN 1.2 §6.14).
public sealed partial class ClientSession
{
    // 0: the client is to be active.
    private int _sleepSeconds;
    private long _wakeDue;

    // What the gateway was told last.
    private int _announcedSeconds;

    // Then the gateway takes a client of which it has not heard for lost.
    private long _sleepEnd;

    // The CONNECT under way ends a sleep.
    private bool _isWaking;

    internal void Sleep(int seconds) => _sleepSeconds = seconds;

    internal void Fetch() => _wakeDue = 0;

    internal void WakeUp() => _sleepSeconds = 0;

    private bool ComposeAsleep(long now)
    {
        if (_isStopping)
        {
            SayGoodbye(now);
            return true;
        }

        if (_sleepSeconds == 0)
        {
            _isWaking = true;
            Connect(now);
            return true;
        }

        if (_sleepSeconds != _announcedSeconds)
        {
            GoToSleep(now);
            return true;
        }

        if (now < _wakeDue)
        {
            return false;
        }

        _phase = ClientPhase.Awake;
        Begin(MessageType.Pingreq, 0, 0, now);
        return true;
    }

    private void GoToSleep(long now)
    {
        _announcedSeconds = _sleepSeconds;
        _phase = ClientPhase.FallingAsleep;
        Begin(MessageType.Disconnect, 0, 0, now);
    }

    // The duration begins when the gateway has answered, or may have.
    private void FallAsleep(long now)
    {
        _phase = ClientPhase.Asleep;
        _request = MessageType.None;
        long sleepMs = _announcedSeconds * 1000L;
        _sleepEnd = now + sleepMs;
        // A little early, so that a resend still finds the client expected.
        _wakeDue = _sleepEnd - (sleepMs >> 3);
    }

    // Awake, and no PINGRESP: once more at the end of the sleep, and then the gateway has forgotten this client.
    private void SleepOn(long now)
    {
        _counters.WakesUnanswered++;
        if (now >= _sleepEnd)
        {
            GatewayLost();
            Lost(DisconnectReason.Silence, now);
            return;
        }

        _phase = ClientPhase.Asleep;
        _request = MessageType.None;
        _wakeDue = _sleepEnd;
    }
}
