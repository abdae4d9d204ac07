using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.MqttSn;

namespace Edge.Bridge.Tests.Processes;

/// <summary>An MQTT-SN device on a real socket that publishes with QoS 1 at a pace and never repeats anything.</summary>
internal sealed class DatagramDevice : IDisposable
{
    private const int TopicId = 7;

    private static readonly byte[] ClientId = "dev1"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[256];
    private readonly MessageFromGateway _answer = new();
    private readonly List<int> _acknowledged = [];
    private int _next;

    public DatagramDevice(int port)
    {
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>The numbers that the bridge has acknowledged.</summary>
    public IReadOnlyList<int> Acknowledged => _acknowledged;

    /// <summary>Connects, as often as it takes.</summary>
    public void Connect()
    {
        for (int tries = 0; tries < 50; tries++)
        {
            Send(MessageWriter.Connect(_buffer, 0, 0, 600, ClientId));
            if (Hear(200, MessageType.Connack))
            {
                return;
            }
        }

        Assert.Fail("the gateway does not answer");
    }

    /// <summary>Publishes so many, to a predefined topic.</summary>
    public void Publish(int count, int paceMs)
    {
        for (int i = 0; i < count; i++, _next++)
        {
            byte[] payload = Encoding.ASCII.GetBytes(_next.ToString(CultureInfo.InvariantCulture));
            int flags = Flags.OfQualityOfService(1) | (int)TopicIdType.Predefined;
            Send(MessageWriter.Publish(_buffer, 0, flags, TopicId, 1 + _next, payload, 0, payload.Length));
            Hear(paceMs, MessageType.None);
        }
    }

    /// <summary>Waits for acknowledgements.</summary>
    public void WaitForAcknowledged(int count, int milliseconds)
    {
        long until = Environment.TickCount64 + milliseconds;
        while (_acknowledged.Count < count && Environment.TickCount64 < until)
        {
            Hear(50, MessageType.None);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Send(int end)
    {
        try
        {
            _socket.Send(_buffer, 0, end, SocketFlags.None);
        }
        catch (SocketException)
        {
            // Nobody is there just now.
        }
    }

    private bool Hear(int milliseconds, MessageType wanted)
    {
        long until = Environment.TickCount64 + milliseconds;
        do
        {
            try
            {
                if (!_socket.Poll(TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64)), SelectMode.SelectRead))
                {
                    return false;
                }

                int count = _socket.Receive(_buffer);
                if (_answer.Read(_buffer, 0, count) != Violation.None)
                {
                    continue;
                }

                if (_answer.Type == MessageType.Puback && _answer.ReturnCode == ReturnCode.Accepted)
                {
                    _acknowledged.Add(_answer.MsgId - 1);
                }

                if (_answer.Type == wanted)
                {
                    return true;
                }
            }
            catch (SocketException)
            {
                // Nobody is there just now.
            }
        }
        while (Environment.TickCount64 < until);
        return false;
    }
}
