namespace Edge.MqttSn;

/// <summary>What a peer answers (5.3.10). Whatever is not <see cref="Accepted"/> is a refusal, the codes 4 to 255 that the
/// standard reserves among them.</summary>
public enum ReturnCode
{
    /// <summary>Done as asked.</summary>
    Accepted = 0,

    /// <summary>Not now: try again after T_WAIT.</summary>
    Congestion = 1,

    /// <summary>The topic id is not known.</summary>
    InvalidTopicId = 2,

    /// <summary>Never.</summary>
    NotSupported = 3,
}
