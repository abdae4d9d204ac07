using BenchmarkDotNet.Attributes;
using Edge.Mqtt;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Edge.Benchmarks.Codec;

/// <summary>A PUBLISH of QoS 1, topic 32 bytes, payload 64 bytes: written and read.</summary>
public class PublishCodec
{
    private const int Identifier = 1234;

    private readonly byte[] _payload = new byte[64];
    private readonly byte[] _buffer = new byte[256];
    private readonly Topic _topic = new("plant/hall-7/press-12/oil/degree");
    private readonly PublishPacket _publish = new();

    private readonly MqttPacketFormatterAdapter _formatter = new(MqttProtocolVersion.V311, new MqttBufferWriter(4096, 65_535));
    private readonly MqttPublishPacket _packet;
    private ReceivedMqttPacket _received;

    /// <summary>Checks the lengths that the table promises.</summary>
    public PublishCodec()
    {
        Random.Shared.NextBytes(_payload);
        if (_topic.Utf8Bytes.Length != 32)
        {
            throw new InvalidOperationException("the topic has 32 bytes");
        }

        _packet = new MqttPublishPacket
        {
            Topic = _topic.ToString(),
            PayloadSegment = _payload,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            PacketIdentifier = Identifier,
        };
    }

    /// <summary>Both formatters must understand the packet that is measured.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int end = Write();
        _received = new ReceivedMqttPacket(_buffer[0], new ArraySegment<byte>(_buffer, 2, end - 2), end);
        if (Edge() != Violation.None || _publish.Identifier != Identifier || MqttNet() is not MqttPublishPacket read
            || read.Topic != _packet.Topic || read.Payload.Length != _payload.Length)
        {
            throw new InvalidOperationException("the packet was not understood");
        }
    }

    /// <summary>The peer. Its payload is handed over by reference, and it reads from a buffer that is there already: what
    /// its client copies and allocates besides is not counted.</summary>
    [Benchmark(Baseline = true, Description = "MQTTnet")]
    public MqttPacket MqttNet()
    {
        _formatter.Encode(_packet);
        MqttPacket read = _formatter.Decode(_received);
        _formatter.Cleanup();
        return read;
    }

    /// <summary>Ours: the whole packet in the caller's buffer, the topic validated.</summary>
    [Benchmark(Description = "Edge")]
    public Violation Edge()
    {
        int end = Write();
        FixedHeader.Read(_buffer, 0, end, out int headerBytes, out int remainingLength, out _);
        return _publish.Read(_buffer, _buffer[0], headerBytes, remainingLength);
    }

    private int Write()
    {
        int end = PublishPacket.Write(
            _buffer, 0, _topic.Utf8Bytes, _payload, 0, _payload.Length, QualityOfService.AtLeastOnce, false);
        // A session gives the identifier when the packet leaves.
        int identifierOffset = end - _payload.Length - 2;
        _buffer[identifierOffset] = Identifier >> 8;
        _buffer[identifierOffset + 1] = Identifier & 0xFF;
        return end;
    }
}
