using Edge.Bridge.Configuration;

namespace Edge.Bridge.Commands;

/// <summary><c>edge run</c>: the bridge, until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Runs the bridge.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static Task<int> ExecuteAsync(EdgeOptions options, CancellationToken cancellation)
    {
        _ = options;
        cancellation.ThrowIfCancellationRequested();

        // A placeholder until the bridge itself is here.
        Console.Error.WriteLine("edge run: not in this version");
        return Task.FromResult(ExitCode.FellShort);
    }
}
