using System;

namespace Edge;

/// <summary>The message that the server publishes when the client goes without a DISCONNECT (MQTT 3.1.2.5).</summary>
public sealed class Will
{
    /// <param name="topic">Where it goes.</param>
    /// <param name="payload">0 to 65,535 bytes; kept, not copied.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The server keeps it for later subscribers.</param>
    public Will(Topic topic, byte[] payload, QualityOfService qualityOfService, bool isRetained)
    {
        if (payload.Length > 65535)
        {
            throw new ArgumentException("a will takes at most 65535 bytes", nameof(payload));
        }

        if (qualityOfService < QualityOfService.AtMostOnce || qualityOfService > QualityOfService.ExactlyOnce)
        {
            throw new ArgumentOutOfRangeException(nameof(qualityOfService), "a will's QoS is 0, 1 or 2 (3.1.2-14)");
        }

        Topic = topic;
        Payload = payload;
        QualityOfService = qualityOfService;
        IsRetained = isRetained;
    }

    /// <summary>Where it goes.</summary>
    public Topic Topic { get; }

    /// <summary>What it says.</summary>
    public byte[] Payload { get; }

    /// <summary>How hard it is delivered.</summary>
    public QualityOfService QualityOfService { get; }

    /// <summary>The server keeps it for later subscribers.</summary>
    public bool IsRetained { get; }
}
