using Edge.Link;
using Edge.Mqtt;
using Edge.Node;
using Edge.Sensors;
using Edge.Transports;
using nanoFramework.Hardware.Esp32;

namespace Edge.Boards.Esp32SerialBme280;

/// <summary>An ESP32 that measures with a BME280 and publishes over a serial line, at whose other end <c>edge</c>
/// runs.</summary>
public static class Program
{
    /// <summary>Never returns: what fails is tried again by the link, the client and the sensor.</summary>
    public static void Main()
    {
        Configuration.SetPinFunction(Settings.TransmitPin, DeviceFunction.COM2_TX);
        Configuration.SetPinFunction(Settings.ReceivePin, DeviceFunction.COM2_RX);
        if (Settings.IsRs485)
        {
            Configuration.SetPinFunction(Settings.DriverPin, DeviceFunction.COM2_RTS);
        }

        Configuration.SetPinFunction(Settings.I2cDataPin, DeviceFunction.I2C1_DATA);
        Configuration.SetPinFunction(Settings.I2cClockPin, DeviceFunction.I2C1_CLOCK);

        uint bootNumber = BootNumber.Next();
        SerialStream line = new SerialStream("COM2", Settings.Baud, Settings.IsRs485);
        LinkEndpoint link = new LinkEndpoint(line, new LinkOptions
        {
            BitRate = Settings.Baud,
            BootId = bootNumber,
            Seed = bootNumber,
            IsHalfDuplex = Settings.IsRs485,
            TurnaroundMs = Settings.IsRs485 ? Settings.TurnaroundMs : 0,
            Station = Settings.Station,
        });
        MqttClientOptions options = new MqttClientOptions(Settings.NodeName)
        {
            LogBytes = Settings.MemoryForMessages,
            Seed = bootNumber,
            Store = MessageStore.Open(Settings.StorePath, Settings.MemoryForMessages),
        };
        options.StoresMessages = options.Store != null;
        Bme280Sensor sensor = new Bme280Sensor(1, Settings.SensorAddress);

        // The link tells the time: the bridge's hello brings it.
        MqttClient client = new MqttClient(options, new LinkStream(link, isInitiator: true));
        SensorNode node = new SensorNode(Settings.NodeName, client, link);
        node.Add(
            "environment", sensor, new JsonWriter(sensor.Schema), new PublishPolicy { SampleMs = Settings.SampleMs });
        node.Run();
    }
}
