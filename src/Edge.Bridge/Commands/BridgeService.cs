using System.Net;
using Edge.Bridge.Broker;
using Edge.Bridge.Configuration;
using Edge.Bridge.Status;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Commands;

/// <summary>The bridge that a configuration describes, as a service of the host.</summary>
internal sealed partial class BridgeService(EdgeOptions options, ILogger<BridgeService> logger) : BackgroundService
{
    private const string ExampleFile =
        """{"Edge": {"Links": [{"Name": "usb", "Type": "Serial", "Port": "/dev/ttyUSB0"}]}}""";

    private EmbeddedBroker? _broker;
    private RunningBridge? _bridge;
    private StatusServer? _status;

    /// <summary>Ends with the bridge; with its failure, if one ended it.</summary>
    public Task Ended => _bridge?.Ended ?? Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Uplink == null)
        {
            _broker = await EmbeddedBroker.StartAsync(options.Broker.Listen);
            LogBroker(_broker.EndPoint);
        }

        _bridge = Bridge();
        if (options.Links.Count == 0)
        {
            LogNoLinks(ExampleFile);
        }

        _bridge.Start();
        _status = new StatusServer(_bridge.StatusAsync, _bridge.Probes, logger);
        _status.Start(options.Observability.Listen);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_bridge != null)
        {
            await _bridge.StopAsync();
            _bridge.Dispose();
        }

        if (_status != null)
        {
            await _status.DisposeAsync();
        }

        if (_broker != null)
        {
            await _broker.DisposeAsync();
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ended;

    private RunningBridge Bridge()
    {
        RunningBridge bridge = new(options.Uplink ?? Embedded(), options.Journal, options.Limits, logger);
        foreach (LineOptions line in options.Links)
        {
            IPEndPoint? endPoint = bridge.Add(line);
            if (endPoint == null)
            {
                LogSerial(line.Name, line.Port!, line.Baud);
            }
            else
            {
                LogListening(line.Name, endPoint);
            }
        }

        return bridge;
    }

    private UplinkOptions Embedded() => new()
    {
        Addresses = [new BrokerAddress(BrokerScheme.Mqtt, _broker!.EndPoint.Address.ToString(), _broker.EndPoint.Port)],
        ClientId = "edge",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "no uplink is configured: the embedded broker serves {EndPoint}")]
    private partial void LogBroker(IPEndPoint endPoint);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "no link is configured, so no device can come. Add one to a file and name it with --config: {Example}")]
    private partial void LogNoLinks(string example);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: serial port {Port} at {Baud} b/s")]
    private partial void LogSerial(string link, string port, int baud);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: listening on {EndPoint}")]
    private partial void LogListening(string link, IPEndPoint endPoint);
}
