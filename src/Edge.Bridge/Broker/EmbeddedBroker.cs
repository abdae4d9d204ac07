using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace Edge.Bridge.Broker;

/// <summary>The broker that stands in for one upstream: for a first run, the demo and local tools. It keeps nothing on
/// disk and carries no custody; to the bridge it is a broker like any other.</summary>
internal sealed class EmbeddedBroker : IAsyncDisposable
{
    // More than a subscriber on the same machine ever leaves waiting; MQTTnet's own default of 250 drops silently.
    private const int PendingMessagesMax = 100_000;

    private readonly MqttServer _server;

    private EmbeddedBroker(MqttServer server, IPEndPoint endPoint)
    {
        _server = server;
        EndPoint = endPoint;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a broker.</summary>
    /// <param name="listen">Where; port 0 takes a free one.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task<EmbeddedBroker> StartAsync(IPEndPoint listen)
    {
        IPEndPoint endPoint = listen.Port == 0 ? new IPEndPoint(listen.Address, FreePort(listen.Address)) : listen;
        MqttServerFactory factory = new();
        MqttServerOptions options = factory.CreateServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(endPoint.Address)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(endPoint.Port)
            .WithMaxPendingMessagesPerClient(PendingMessagesMax)
            .Build();
        MqttServer server = factory.CreateMqttServer(options, [new NamingAdapter(new MqttTcpServerAdapter())]);
        try
        {
            await server.StartAsync();
        }
        catch (SocketException failure)
        {
            server.Dispose();
            throw new IOException($"the embedded broker cannot listen on {endPoint}: {failure.Message}", failure);
        }

        return new EmbeddedBroker(server, endPoint);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    // MQTTnet does not tell which port it was given, so one is found for it.
    private static int FreePort(IPAddress address)
    {
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
