namespace Edge.Bridge.Commands;

/// <summary><c>edge demo</c>: the whole path on one machine.</summary>
internal static class DemoCommand
{
    /// <summary>Runs the demonstration.</summary>
    /// <param name="seconds">How long, 1 to 86400; 0 until the cancellation.</param>
    /// <param name="json">True to tell the result as JSON.</param>
    /// <param name="cancellation">Ctrl+C and SIGTERM.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static Task<int> ExecuteAsync(int seconds, bool json, CancellationToken cancellation)
    {
        _ = (seconds, json);
        cancellation.ThrowIfCancellationRequested();

        // A placeholder until the demonstration itself is here.
        Console.Error.WriteLine("edge demo: not in this version");
        return Task.FromResult(ExitCode.FellShort);
    }
}
