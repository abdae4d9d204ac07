using System;

namespace Edge.Mqtt;

// Messages that their owner keeps.
public sealed partial class MqttClient
{
    /// <summary>Publishes a message that the caller keeps until it is acknowledged, under the packet identifier that the
    /// caller has given it; so a handshake goes on where it was when the process ended (4.4.0-1).</summary>
    /// <param name="identifier">1 to 65,535.</param>
    /// <param name="isResend">It may have been sent before: it goes with DUP (3.3.1-1).</param>
    /// <param name="topic">Where it goes.</param>
    /// <param name="payload">Not to be changed before it is acknowledged.</param>
    /// <param name="qualityOfService">1 or 2.</param>
    /// <param name="isRetained">The server keeps it for later subscribers.</param>
    /// <param name="token">Comes back with <see cref="ISessionHandler.OnPublishAcknowledged"/>.</param>
    /// <returns><see cref="PublishResult.RefusedBusy"/> while the identifier is in use, or another message of a quarter of
    /// the log or more is under way.</returns>
    public PublishResult PublishKept(
        int identifier, bool isResend, Topic topic, byte[] payload, QualityOfService qualityOfService, bool isRetained,
        int token)
    {
        Check(qualityOfService);
        ArgumentOutOfRangeException.ThrowIfEqual((int)qualityOfService, (int)QualityOfService.AtMostOnce);
        ArgumentOutOfRangeException.ThrowIfLessThan(identifier, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(identifier, 65_535);
        lock (_gate)
        {
            Wake();
            return _session.PublishKept(identifier, isResend, topic, payload, qualityOfService, isRetained, token);
        }
    }
}
