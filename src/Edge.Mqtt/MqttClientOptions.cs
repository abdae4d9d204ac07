using System;

namespace Edge.Mqtt;

/// <summary>What a client is told once: who it is, how it connects, and how much memory it may use.</summary>
public sealed class MqttClientOptions
{
    private string? _userName;

    /// <param name="clientId">Names the session on both sides (3.1.3-2). 0 to 65,535 bytes of UTF-8; empty asks the server
    /// for a name and needs <see cref="CleanSession"/> (3.1.3-7).</param>
    /// <exception cref="ArgumentException">The identifier is no string of MQTT.</exception>
    public MqttClientOptions(string clientId)
    {
        ClientIdBytes = Utf8.GetBytes(clientId);
    }

    /// <summary>Each connection begins a new session (3.1.2-6). Default false: the session outlives connections, on the
    /// server also a reboot of this side.</summary>
    public bool CleanSession { get; set; }

    /// <summary>Longest silence towards the server in seconds, 0 to 65,535; 0 turns pings off (3.1.2-23).</summary>
    public int KeepAliveSeconds { get; set; } = 60;

    /// <summary>Milliseconds that a CONNACK or PINGRESP may take after the request has left.</summary>
    public int AnswerTimeoutMs { get; set; } = 20_000;

    /// <summary>Milliseconds that the stream may take to open.</summary>
    public int OpenTimeoutMs { get; set; } = 30_000;

    /// <summary>Longest first delay before connecting again, in milliseconds.</summary>
    public int RetryFirstMs { get; set; } = 500;

    /// <summary>Longest delay before connecting again, in milliseconds.</summary>
    public int RetryMaxMs { get; set; } = 60_000;

    /// <summary>What makes this client's retry delays differ from its neighbours'.</summary>
    public uint Seed { get; set; } = 1;

    /// <summary>Received packets up to this size are taken whole, in bytes, at least 64. A larger message goes to
    /// <see cref="PayloadReceiver"/>, if its topic fits.</summary>
    public int ReceiveBytes { get; set; } = 256;

    /// <summary>Packets up to this size leave in one write, in bytes, at least 64; larger ones in pieces.</summary>
    public int SendBytes { get; set; } = 256;

    /// <summary>Room for messages that wait or are unacknowledged, in bytes.</summary>
    public int LogBytes { get; set; } = 1024;

    /// <summary>Messages sent and not yet acknowledged, 1 to 1,000.</summary>
    public int InFlightMax { get; set; } = 4;

    /// <summary>Messages received and not yet acknowledged, 1 to 65,535.</summary>
    public int HeldMax { get; set; } = 8;

    /// <summary>QoS 2 messages received and not yet released by the server, 1 to 65,535. A server that has more under way
    /// is disconnected, because it cannot be made to wait.</summary>
    public int InboundMax { get; set; } = 32;

    /// <summary>What happens to a publish for which there is no room.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>Takes messages larger than <see cref="ReceiveBytes"/> in parts; null to skip them.</summary>
    public IPayloadReceiver? PayloadReceiver { get; set; }

    /// <summary>Keeps the session over a reboot, so that QoS 2 is exactly once then too; null for none. Needs
    /// <see cref="CleanSession"/> off.</summary>
    public ISessionStore? Store { get; set; }

    /// <summary>Messages of QoS 1 and 2 are in the <see cref="Store"/> before their publish returns. A message that is
    /// streamed is not.</summary>
    public bool StoresMessages { get; set; }

    /// <summary>Topic filters at a time.</summary>
    public int SubscriptionsMax { get; set; } = 8;

    /// <summary>What the server publishes when the client is lost; null for nothing.</summary>
    public Will? Will { get; set; }

    /// <summary>User name; null for none.</summary>
    /// <exception cref="ArgumentException">The name is no string of MQTT (3.1.3-11).</exception>
    public string? UserName
    {
        get => _userName;
        set
        {
            UserNameBytes = value == null ? null : Utf8.GetBytes(value);
            _userName = value;
        }
    }

    /// <summary>Password, 0 to 65,535 bytes; null for none. Needs a user name (3.1.2-22).</summary>
    public byte[]? Password { get; set; }

    internal byte[] ClientIdBytes { get; }

    internal byte[]? UserNameBytes { get; private set; }

    /// <summary>Throws what a programmer should know before the first connection.</summary>
    internal void Check()
    {
        if (ClientIdBytes.Length == 0 && !CleanSession)
        {
            throw new ArgumentException("an empty client identifier needs a clean session (3.1.3-7)");
        }

        if (Password != null && UserNameBytes == null)
        {
            throw new ArgumentException("a password needs a user name (3.1.2-22)");
        }

        if (Password != null && Password.Length > 65535)
        {
            throw new ArgumentException("a password takes at most 65535 bytes");
        }

        if (KeepAliveSeconds < 0 || KeepAliveSeconds > 65535)
        {
            throw new ArgumentOutOfRangeException(nameof(KeepAliveSeconds), "keep-alive is 0 to 65535 seconds");
        }

        if (ReceiveBytes < 64 || SendBytes < 64)
        {
            throw new ArgumentOutOfRangeException(nameof(ReceiveBytes), "buffers take at least 64 bytes");
        }

        if (Store != null && CleanSession)
        {
            throw new ArgumentException("a session store needs a session to keep: CleanSession is on (3.1.2-6)");
        }

        if (StoresMessages && Store == null)
        {
            throw new ArgumentException("StoresMessages needs a Store");
        }
    }
}
