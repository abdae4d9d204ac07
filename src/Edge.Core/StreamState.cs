namespace Edge;

/// <summary>Where an <see cref="IByteStream"/> stands.</summary>
public enum StreamState
{
    /// <summary>Not open: never opened, ended by either side, or failed.</summary>
    Closed,

    /// <summary>On the way to the peer.</summary>
    Opening,

    /// <summary>Bytes flow.</summary>
    Open,
}
