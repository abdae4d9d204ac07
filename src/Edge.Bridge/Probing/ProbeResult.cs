using Edge.Bridge.Status;

namespace Edge.Bridge.Probing;

/// <summary>What a probe of a link has found, at its end or so far.</summary>
/// <param name="Port">The port of the line.</param>
/// <param name="Via">Who has sent the tests.</param>
/// <param name="Station">Whom they were for.</param>
/// <param name="IsAnswered">The other end was heard.</param>
/// <param name="Error">Why the port is not open; null for nothing.</param>
/// <param name="Seconds">From the first test to the last acknowledgement, or so far.</param>
/// <param name="RoundTripMs">The measured round trip; 0 before the first.</param>
/// <param name="Frames">The frames of the line in that time, others' too.</param>
/// <param name="Way">How much went to the other end.</param>
/// <param name="Services">What the other end says it speaks.</param>
internal sealed record ProbeResult(
    string Port, string Via, int Station, bool IsAnswered, string? Error, double Seconds, int RoundTripMs,
    FramesStatus Frames, WayStatus Way, IReadOnlyList<string> Services);
