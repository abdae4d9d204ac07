using System.Net;

namespace Edge.Bridge.Probing;

/// <summary>A probe that does not begin.</summary>
/// <param name="status">What kind of reason.</param>
/// <param name="message">The reason, in one line.</param>
internal sealed class ProbeRefusedException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>What kind of reason.</summary>
    public HttpStatusCode Status { get; } = status;
}
