namespace Edge.Bridge.Journals;

/// <summary>A message on its way to one recipient.</summary>
/// <param name="recipient">0 for the uplink, else a session's row.</param>
/// <param name="sequence">1 or more; its place in the recipient's order.</param>
/// <param name="message">What goes.</param>
/// <param name="qualityOfService">1 or 2.</param>
internal sealed class Delivery(long recipient, long sequence, StoredMessage message, QualityOfService qualityOfService)
{
    private const int IdentifiersMax = 65_535;

    public long Recipient => recipient;

    public long Sequence => sequence;

    public StoredMessage Message => message;

    public QualityOfService QualityOfService => qualityOfService;

    /// <summary>The recipient has it and is to release it (MQTT 4.3.3-1): only a PUBREL is sent from now on.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Its packet identifier, which follows from its place: nothing has to be written down to find it again.</summary>
    public int Identifier => IdentifierOf(sequence);

    /// <summary>Comes back with its acknowledgement; never 0.</summary>
    public int Token => 1 + (int)((sequence - 1) % int.MaxValue);

    /// <summary>Places that may be under way at the same time without two of them sharing an identifier.</summary>
    public static int SpanMax => IdentifiersMax - 1;

    /// <summary>The packet identifier of a place.</summary>
    public static int IdentifierOf(long sequence) => 1 + (int)((sequence - 1) % IdentifiersMax);
}
