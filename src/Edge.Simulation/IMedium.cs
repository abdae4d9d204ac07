namespace Edge.Simulation;

/// <summary>What carries the bytes between ends: a line or a bus. Everything but <see cref="OnWritten"/> is called under
/// <see cref="Gate"/>.</summary>
internal interface IMedium
{
    /// <summary>The lock around the medium and its ends.</summary>
    object Gate { get; }

    /// <summary>Moves every byte to where it is now.</summary>
    /// <returns>Milliseconds.</returns>
    long Advance();

    /// <summary>When an end that writes now begins to send, in nanoseconds.</summary>
    long StartsNs(SimulatedLineEnd end, long nowMs);

    /// <summary>When a reader has to look again, in nanoseconds.</summary>
    long WakeNs(SimulatedLineEnd end);

    /// <summary>Tells those who hear this end.</summary>
    void OnWritten(SimulatedLineEnd sender);
}
