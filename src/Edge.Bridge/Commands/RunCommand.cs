using Edge.Bridge.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Edge.Bridge.Commands;

/// <summary><c>edge run</c>: the bridge, until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Runs the bridge.</summary>
    /// <param name="options">What it is to do.</param>
    /// <param name="cancellation">Ctrl+C and SIGTERM.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="IOException">Something to listen on is taken.</exception>
    public static async Task<int> ExecuteAsync(EdgeOptions options, CancellationToken cancellation)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(console => console.FormatterName = LogLine.FormatterName);
        builder.Logging.AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();
        // What ends the host is told in one line by the program.
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        builder.Logging.AddConfiguration(options.Logging);
        // Under systemd: readiness, and priorities instead of time stamps.
        builder.Services.AddSystemd();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<BridgeService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<BridgeService>());
        using IHost host = builder.Build();
        BridgeService bridge = host.Services.GetRequiredService<BridgeService>();
        try
        {
            await host.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop before everything had started.
        }

        await bridge.Ended;
        return ExitCode.Done;
    }
}
