using System;
using System.Device.Wifi;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using Edge.Mqtt;
using Edge.Node;
using Edge.Sensors;
using Edge.Transports;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Networking;

namespace Edge.Boards.Esp32WifiBme280;

/// <summary>An ESP32 that measures with a BME280 and publishes over Wi-Fi.</summary>
public static class Program
{
    private const int JoinTimeoutMs = 60_000;
    private const int JoinPauseMs = 5000;

    /// <summary>Never returns: what ends it is a restart.</summary>
    public static void Main()
    {
        Watchdog watchdog = new Watchdog(Settings.PatienceMinutes);
        JoinNetwork();

        Configuration.SetPinFunction(Settings.I2cDataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(Settings.I2cClockPin, DeviceFunction.I2C1_CLOCK);
        Bme280Sensor sensor = new Bme280Sensor(1, Settings.SensorAddress);
        MqttClient client = new MqttClient(Options(), OpenableStream());
        SensorNode node = new SensorNode(Settings.NodeName, client, new WallClock()) { Watchdog = watchdog };
        node.Add(
            "environment", sensor, new JsonWriter(sensor.Schema), new PublishPolicy { SampleMs = Settings.SampleMs });

        // What fails from here on is tried again: the network, the broker, the sensor.
        node.Run();
    }

    // Returns when there is an address, and the time where TLS needs it; the firmware joins again by itself when the
    // network was away.
    private static void JoinNetwork()
    {
        Sntp.Server1 = Settings.TimeServer;
        while (!WifiNetworkHelper.ConnectDhcp(
            Secrets.WifiName, Secrets.WifiPassword, WifiReconnectionKind.Automatic, Settings.Authority != null, 0,
            new CancellationTokenSource(JoinTimeoutMs).Token))
        {
            Console.WriteLine("Wi-Fi not joined, status " + ((int)WifiNetworkHelper.Status).ToString());
            Thread.Sleep(JoinPauseMs);
        }

        Console.WriteLine("Wi-Fi joined");
    }

    private static IByteStream OpenableStream()
    {
        string? authority = Settings.Authority;
        if (authority == null)
        {
            return new TcpStream(Settings.BrokerHost, Settings.BrokerPort);
        }

        return new TlsStream(
            Settings.BrokerHost, Settings.BrokerPort, new TlsOptions { Authority = new X509Certificate(authority) });
    }

    private static MqttClientOptions Options()
    {
        MqttClientOptions options = new MqttClientOptions(Settings.NodeName)
        {
            LogBytes = Settings.MemoryForMessages,
            Seed = BootNumber.Next(),
            Store = MessageStore.Open(Settings.StorePath, Settings.MemoryForMessages),
        };
        options.StoresMessages = options.Store != null;
        if (Secrets.BrokerUser.Length > 0)
        {
            options.UserName = Secrets.BrokerUser;
            options.Password = Utf8.GetBytes(Secrets.BrokerPassword);
        }

        return options;
    }
}
