using System.Net;
using MQTTnet;
using MQTTnet.Formatter;

namespace Edge.Benchmarks.Clients;

/// <summary>MQTTnet's client, connected.</summary>
internal static class MqttNetConnection
{
    public static async Task<IMqttClient> ConnectAsync(int port)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptions options = new MqttClientOptionsBuilder()
            .WithTcpServer(IPAddress.Loopback.ToString(), port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId("mqttnet-" + Environment.ProcessId)
            .WithCleanSession()
            // One system call per packet in place of two.
            .WithoutPacketFragmentation()
            .Build();
        client.DisconnectedAsync += e =>
        {
            Console.Error.WriteLine("disconnected: " + e.ReasonString);
            Environment.Exit(1);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(options).ConfigureAwait(false);
        return client;
    }
}
