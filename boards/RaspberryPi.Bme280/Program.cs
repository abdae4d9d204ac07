using System;
using System.Net;
using System.Runtime.InteropServices;
using Edge.Mqtt;
using Edge.Node;
using Edge.Sensors;
using Edge.Transports;

namespace Edge.Boards.RaspberryPiBme280;

/// <summary>A Raspberry Pi that measures with a BME280 and publishes to a broker: the same node as on an ESP32.</summary>
public static class Program
{
    /// <summary>Runs until SIGTERM or Ctrl+C.</summary>
    public static void Main()
    {
        MqttClientOptions options = new(Settings.NodeName)
        {
            LogBytes = Settings.MemoryForMessages,
            Seed = (uint)Random.Shared.Next(1, int.MaxValue),
            Store = MessageStore.Open(Settings.StorePath, Settings.MemoryForMessages),
        };
        options.StoresMessages = options.Store != null;
        if (Settings.BrokerUser is { Length: > 0 } user)
        {
            options.UserName = user;
            options.Password = Utf8.GetBytes(Settings.BrokerPassword);
        }

        using TcpStream stream = new([new DnsEndPoint(Settings.BrokerHost, Settings.BrokerPort)]);
        Bme280Sensor sensor = new(Settings.I2cBus, Settings.SensorAddress);
        SensorNode node = new(Settings.NodeName, new MqttClient(options, stream), new WallClock());
        node.Add(
            "environment", sensor, new JsonWriter(sensor.Schema), new PublishPolicy { SampleMs = Settings.SampleMs });

        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        node.Run();

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            node.Stop();
        }
    }
}
