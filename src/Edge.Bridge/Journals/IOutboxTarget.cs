namespace Edge.Bridge.Journals;

/// <summary>Where a recipient's messages go: a connection to it.</summary>
internal interface IOutboxTarget
{
    /// <summary>Sends a message.</summary>
    /// <param name="delivery">What goes.</param>
    /// <param name="isResend">It may have been sent before.</param>
    /// <returns>False when there is no room now; then <see cref="Outbox.Pump"/> when there is.</returns>
    bool Send(Delivery delivery, bool isResend);
}
