namespace Edge.MqttSn;

/// <summary>What the topic id of a message is (5.3.4, 5.3.11). Ids of different types are in separate number spaces.</summary>
public enum TopicIdType
{
    /// <summary>An id that was registered; in SUBSCRIBE and UNSUBSCRIBE the topic's name stands instead.</summary>
    Normal = 0,

    /// <summary>An id that both sides know beforehand.</summary>
    Predefined = 1,

    /// <summary>No id: the two characters of the topic's name.</summary>
    ShortName = 2,

    /// <summary>Not to be used.</summary>
    Reserved = 3,
}
