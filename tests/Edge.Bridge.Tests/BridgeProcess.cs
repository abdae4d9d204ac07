using System.Diagnostics;

namespace Edge.Bridge.Tests;

/// <summary>One run of the built program, as a user starts it.</summary>
internal sealed record BridgeProcess(int ExitCode, string Output, string[] ErrorLines)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task<BridgeProcess> RunAsync(params string[] arguments)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "Edge.Bridge.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using CancellationTokenSource deadline = new(Deadline);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            string[] errorLines = (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new BridgeProcess(process.ExitCode, await output, errorLines);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"edge {string.Join(' ', arguments)} did not end");
        }
    }
}
