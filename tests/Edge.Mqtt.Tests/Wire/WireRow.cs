namespace Edge.Mqtt.Tests.Wire;

/// <summary>A row of the wire's table: bytes, what they mean, and the verdict: a packet, or the rule that is broken.</summary>
/// <param name="Hex">Hexadecimal bytes, text in quotes.</param>
/// <param name="Meaning">In one phrase; unique.</param>
/// <param name="Packet">What is read; null when malformed.</param>
/// <param name="Violation">The broken rule, or none.</param>
/// <param name="IsWritten">False for bytes that are accepted but that this library would not write.</param>
internal sealed record WireRow(
    string Hex, string Meaning, WirePacket? Packet, Violation Violation = Violation.None, bool IsWritten = true)
{
    public byte[] Bytes => Tests.Hex.Bytes(Hex);

    public static WireRow Broken(string hex, string meaning, Violation violation) =>
        new(hex, meaning, null, violation, false);

    public static WireRow OnlyRead(string hex, string meaning, WirePacket packet) =>
        new(hex, meaning, packet, Violation.None, false);
}
