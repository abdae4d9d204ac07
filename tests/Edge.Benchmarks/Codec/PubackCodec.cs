using BenchmarkDotNet.Attributes;
using Edge.Mqtt;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Edge.Benchmarks.Codec;

/// <summary>A PUBACK: written and read.</summary>
public class PubackCodec
{
    private const int Identifier = 1234;

    private readonly byte[] _buffer = new byte[16];
    private readonly MqttPacketFormatterAdapter _formatter = new(MqttProtocolVersion.V311, new MqttBufferWriter(4096, 65_535));
    private readonly MqttPubAckPacket _packet = new() { PacketIdentifier = Identifier };
    private ReceivedMqttPacket _received;

    /// <summary>Both formatters must understand the packet that is measured.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int identifier = Edge();
        _received = new ReceivedMqttPacket(_buffer[0], new ArraySegment<byte>(_buffer, 2, 2), 4);
        if (identifier != Identifier || MqttNet() is not MqttPubAckPacket { PacketIdentifier: Identifier })
        {
            throw new InvalidOperationException("the packet was not understood");
        }
    }

    /// <summary>The peer.</summary>
    [Benchmark(Baseline = true, Description = "MQTTnet")]
    public MqttPacket MqttNet()
    {
        _formatter.Encode(_packet);
        MqttPacket read = _formatter.Decode(_received);
        _formatter.Cleanup();
        return read;
    }

    /// <summary>Ours.</summary>
    [Benchmark(Description = "Edge")]
    public int Edge()
    {
        int end = FixedHeader.Write(_buffer, 0, (int)PacketType.Puback << 4, 2);
        _buffer[end] = Identifier >> 8;
        _buffer[end + 1] = Identifier & 0xFF;
        FixedHeader.Read(_buffer, 0, end + 2, out int headerBytes, out _, out _);
        return (_buffer[headerBytes] << 8) | _buffer[headerBytes + 1];
    }
}
