namespace Edge.Bridge.Journals;

/// <summary>A will (MQTT 3.1.2-8).</summary>
/// <param name="Topic">Where it is published.</param>
/// <param name="Payload">Not to be changed.</param>
/// <param name="QualityOfService">How hard it is delivered.</param>
/// <param name="IsRetained">The broker keeps it.</param>
/// <param name="GraceMs">How long a device that was connected when the bridge ended has to come back.</param>
internal sealed record StoredWill(
    Topic Topic, byte[] Payload, QualityOfService QualityOfService, bool IsRetained, int GraceMs);
