using System.Globalization;
using System.Net;
using System.Text;
using Edge.Link;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Testing;
using Edge.Transports;

namespace Edge.Bridge.Tests.Processes;

/// <summary>A device on a thread of its own that publishes the numbers from 0 with QoS 1 and remembers which of them were
/// acknowledged.</summary>
internal sealed class Device : ClientHandler, IDisposable
{
    private readonly Topic _topic = new("sensors/device/number");
    private readonly Lock _gate = new();
    private readonly HashSet<int> _acknowledged = [];
    private readonly MqttClient _client;
    private readonly Thread _thread;
    private readonly IDisposable _carrier;
    private int _published;

    private Device(IByteStream stream, IDisposable carrier)
    {
        _carrier = carrier;
        _client = new MqttClient(
            new MqttClientOptions("device") { RetryFirstMs = 100, RetryMaxMs = 500, InFlightMax = 8, LogBytes = 2048 },
            stream,
            this);
        _thread = new Thread(_client.Run) { IsBackground = true, Name = "device" };
        _thread.Start();
    }

    /// <summary>Numbers handed to the client; the next one is the first that was not.</summary>
    public int Published => _published;

    /// <summary>The numbers that were acknowledged.</summary>
    public int[] Acknowledged
    {
        get
        {
            lock (_gate)
            {
                return [.. _acknowledged.Order()];
            }
        }
    }

    /// <summary>Frames that the device has received damaged; 0 on TCP.</summary>
    public Func<long> DamagedFrames { get; private init; } = () => 0;

    /// <summary>A device on TCP.</summary>
    public static Device OnTcp(int port)
    {
        TcpStream stream = new([new DnsEndPoint("127.0.0.1", port)]);
        return new Device(stream, stream);
    }

    /// <summary>A device on the far end of a pseudo-terminal, on a line that turns bits over.</summary>
    public static Device OnPty(PtyPair pty, int baud, double bitErrorRate)
    {
        PtyStream stream = new(pty);
        NoisyStream noise = new(stream, seed: 11, bitErrorRate);
        LinkEndpoint link = new(noise, new LinkOptions { BitRate = baud, BootId = 0xB00710AD, Seed = 5 });
        return new Device(new LinkStream(link, isInitiator: true), stream)
        {
            DamagedFrames = () => link.Counters.CheckFailed + link.Counters.TooShort
                + link.Counters.TooLong,
        };
    }

    /// <summary>Publishes until so many are published; waits for room when the memory is full.</summary>
    public void PublishUpTo(int count, TimeSpan pause)
    {
        while (_published < count)
        {
            byte[] payload = Encoding.UTF8.GetBytes(_published.ToString(CultureInfo.InvariantCulture));
            PublishResult result = _client.Publish(
                _topic, payload, 0, payload.Length, QualityOfService.AtLeastOnce, false, _published);
            if (result is PublishResult.Accepted or PublishResult.Queued)
            {
                _published++;
            }

            // The pace of a sensor, not a wait for something to happen.
            Thread.Sleep(pause);
        }
    }

    public void WaitForAcknowledged(int count, TimeSpan deadline) => Assert.True(
        SpinWait.SpinUntil(() => CountAcknowledged >= count, deadline), $"{CountAcknowledged} of {count} acknowledged");

    public override bool OnPublishReceived(Message message) => true;

    public override void OnPublishAcknowledged(int token)
    {
        lock (_gate)
        {
            _acknowledged.Add(token);
        }
    }

    public void Dispose()
    {
        _client.Disconnect();
        _thread.Join();
        _carrier.Dispose();
    }

    private int CountAcknowledged
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged.Count;
            }
        }
    }
}
