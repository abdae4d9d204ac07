namespace Edge.Bridge.Journals;

/// <summary>A message in custody: in the journal once, however many it is for.</summary>
/// <param name="id">Its row.</param>
/// <param name="topic">As it goes to its recipients.</param>
/// <param name="payload">Not to be changed.</param>
/// <param name="isRetained">The retain flag with which it goes to its recipients.</param>
/// <param name="receivedAt">When it came; milliseconds since 1970, UTC.</param>
internal sealed class StoredMessage(long id, Topic topic, byte[] payload, bool isRetained, long receivedAt)
{
    // What a row costs besides topic and payload, about.
    private const int RowBytes = 64;

    public long Id => id;

    public Topic Topic => topic;

    public byte[] Payload => payload;

    public bool IsRetained => isRetained;

    public long ReceivedAt => receivedAt;

    /// <summary>Room that it takes in the journal, about.</summary>
    public int Bytes => BytesFor(topic.Utf8Bytes.Length, payload.Length);

    /// <summary>Room that a message takes in the journal, about.</summary>
    public static int BytesFor(int topicBytes, int payloadBytes) => RowBytes + topicBytes + payloadBytes;
}
