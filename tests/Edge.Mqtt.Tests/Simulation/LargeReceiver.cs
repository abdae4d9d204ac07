using System.Text;

namespace Edge.Mqtt.Tests.Simulation;

/// <summary>Puts a payload that comes in parts together again.</summary>
internal sealed class LargeReceiver(SimulatedWorld world) : IPayloadReceiver
{
    private readonly List<byte> _parts = [];
    private int _length;

    public bool IsUnderWay { get; private set; }

    public int Aborted { get; private set; }

    public int Ended { get; private set; }

    public bool OnPayloadBegin(PublishPacket publish)
    {
        if (IsUnderWay)
        {
            world.Fail("a payload began inside another");
        }

        IsUnderWay = true;
        _length = publish.PayloadLength;
        _parts.Clear();
        return true;
    }

    public void OnPayloadPart(byte[] buffer, int offset, int count)
    {
        if (!IsUnderWay || count < 1)
        {
            world.Fail("a part of no payload");
        }

        _parts.AddRange(buffer.AsSpan(offset, count));
    }

    public bool OnPayloadEnd(PublishPacket publish)
    {
        if (!IsUnderWay || _parts.Count != _length)
        {
            world.Fail($"a payload of {_length} bytes ended after {_parts.Count}");
        }

        IsUnderWay = false;
        Ended++;
        string topic = Encoding.UTF8.GetString(publish.TopicBuffer, publish.TopicOffset, publish.TopicLength);
        world.Down.Arrive(topic, publish.QualityOfService, _parts.ToArray());
        int delivery = publish.Delivery;
        int number = _parts[0] | (_parts[1] << 8);
        if (delivery == 0 || !world.AnswersLater)
        {
            world.Down.Take(number);
            return true;
        }

        world.After(world.Random.Next(world.AnswerMsMax), () =>
        {
            world.Down.Take(number);
            world.Client!.Client.Acknowledge(delivery);
        });
        return false;
    }

    public void OnPayloadAborted()
    {
        if (!IsUnderWay)
        {
            world.Fail("no payload was under way to abort");
        }

        IsUnderWay = false;
        Aborted++;
    }
}

/// <summary>Gives a payload in pieces of any size.</summary>
internal sealed class LargeSource(SimulatedWorld world, int token, int length) : IPayloadSource
{
    public int Length => length;

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        count = Math.Min(1 + world.Random.Next(count), length - position);
        for (int i = 0; i < count; i++)
        {
            buffer[offset + i] = Ledger.ByteAt(token, position + i);
        }

        return count;
    }
}
