namespace Edge.Bridge.Gateway;

/// <summary>A client's state as its gateway sees it (MQTT-SN 1.2 §6.14).</summary>
internal enum ClientState
{
    /// <summary>It has said nothing yet.</summary>
    New,

    /// <summary>It is asked for the topic of its will.</summary>
    WillTopic,

    /// <summary>It is asked for the message of its will.</summary>
    WillMessage,

    /// <summary>Messages go both ways.</summary>
    Active,

    /// <summary>Messages wait for it.</summary>
    Asleep,

    /// <summary>It sleeps on when it has had what waited.</summary>
    Awake,

    /// <summary>It has disconnected, is lost, or was refused.</summary>
    Over,
}
