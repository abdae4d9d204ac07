using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Benchmarks.Clients;

/// <summary>The three subscribers: each begins to count and calls back once the broker has taken the subscription.</summary>
internal static class Subscribers
{
    public static void Edge(Workload workload, int port, Tally tally, Action ready)
    {
        QualityOfService qualityOfService = (QualityOfService)workload.QualityOfService;
        using EdgeConnection connection = new(port, new TopicFilter(Workload.Topic), qualityOfService)
        {
            Received = () => tally.Received(),
        };
        ready();
        tally.Wait();
    }

    public static void MqttNet(Workload workload, int port, Tally tally, Action ready)
    {
        IMqttClient client = MqttNetConnection.ConnectAsync(port).GetAwaiter().GetResult();
        client.ApplicationMessageReceivedAsync += _ =>
        {
            tally.Received();
            return Task.CompletedTask;
        };
        client.SubscribeAsync(Workload.Topic, (MqttQualityOfServiceLevel)workload.QualityOfService).GetAwaiter().GetResult();
        ready();
        tally.Wait();
    }

    public static void Raw(int port, Tally tally, Action ready)
    {
        using Socket socket = RawConnection.Connect(port);
        RawConnection.Subscribe(socket);
        ready();
        byte[] buffer = new byte[16 * 1024];
        int packetBytes = RawConnection.Publish().Length;
        long bytes = 0;
        while (!tally.IsDone)
        {
            int received = socket.Receive(buffer);
            if (received == 0)
            {
                throw new InvalidOperationException("closed by the broker");
            }

            long before = bytes / packetBytes;
            bytes += received;
            tally.Received((int)(bytes / packetBytes - before));
        }
    }
}
