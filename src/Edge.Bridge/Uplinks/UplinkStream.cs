namespace Edge.Bridge.Uplinks;

/// <summary>The way to the broker, whatever it is made of; disposing of it closes it.</summary>
/// <param name="Stream">The bytes.</param>
/// <param name="LastError">What ended the stream or kept it from opening, in one line; null for nothing.</param>
/// <param name="Owned">The same stream, to be disposed of.</param>
internal sealed record UplinkStream(IByteStream Stream, Func<string?> LastError, IDisposable Owned) : IDisposable
{
    /// <summary>Closes.</summary>
    public void Dispose() => Owned.Dispose();
}
