using Edge.Bridge.Journals;

namespace Edge.Bridge.Gateway;

/// <summary>A message on its way to a client: first its topic's number, when the client does not know it.</summary>
internal sealed class Outgoing
{
    /// <summary>A message of the journal.</summary>
    /// <param name="delivery">What goes.</param>
    /// <param name="isResend">It may have been sent before.</param>
    public Outgoing(Delivery delivery, bool isResend)
        : this(delivery.Message.Topic, delivery.Message.Payload, delivery.Message.IsRetained)
    {
        QualityOfService = delivery.QualityOfService;
        Identifier = delivery.Identifier;
        Token = delivery.Token;
        IsDuplicate = isResend;
    }

    /// <summary>A message of QoS 0.</summary>
    public Outgoing(Topic topic, byte[] payload, bool isRetained)
    {
        Topic = topic;
        Payload = payload;
        IsRetained = isRetained;
    }

    /// <summary>The release of a QoS 2 message that the client has had already.</summary>
    public Outgoing(int identifier, int token)
        : this(new Topic("-"), [], false)
    {
        QualityOfService = QualityOfService.ExactlyOnce;
        Identifier = identifier;
        Token = token;
        Step = OutgoingStep.Release;
    }

    public Topic Topic { get; }

    public byte[] Payload { get; }

    public bool IsRetained { get; }

    public QualityOfService QualityOfService { get; }

    /// <summary>Its message id; 0 with QoS 0.</summary>
    public int Identifier { get; }

    /// <summary>Its token in the outbox; 0 with QoS 0.</summary>
    public int Token { get; }

    /// <summary>The message id of its last REGISTER.</summary>
    public int RegisterId { get; set; }

    /// <summary>What is sent next, or was sent and waits for its answer.</summary>
    public OutgoingStep Step { get; set; }

    /// <summary>Its PUBLISH may have been sent before.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>So often the step was sent.</summary>
    public int Tries { get; set; }

    /// <summary>When the step is sent, for the first time or again.</summary>
    public long Due { get; set; }
}
