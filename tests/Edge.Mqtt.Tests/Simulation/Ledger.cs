using System.Buffers.Binary;
using System.Text;

namespace Edge.Mqtt.Tests.Simulation;

/// <summary>Every message of one direction: what was published, what arrived, what was acknowledged. A payload is the
/// message's number and bytes that follow from it.</summary>
internal sealed class Ledger(SimulatedWorld world, string name)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, int> _newest = [];

    /// <summary>First arrivals in the order of publishing, for each topic and QoS.</summary>
    public bool KeepsOrder { get; set; } = true;

    /// <summary>A QoS 2 message may come again (the receiver has forgotten everything).</summary>
    public bool MayRepeat { get; set; }

    /// <summary>An acknowledgement may come again, or for a message that was refused: a power cut has taken back that its
    /// record was removed.</summary>
    public bool MayRepeatTokens { get; set; }

    public bool IsComplete => _entries.TrueForAll(entry => !entry.IsPromised || entry.Arrivals > 0);

    public int Published => _entries.Count;

    public int Arrived => _entries.Count(entry => entry.Arrivals > 0);

    /// <summary>A new message, and what is published: its number is its token.</summary>
    public int Begin(string topic, QualityOfService qualityOfService, int payloadLength, out byte[] payload)
    {
        int token = _entries.Count;
        _entries.Add(new Entry(topic, qualityOfService, payloadLength));
        payload = new byte[payloadLength];
        Fill(token, payload);
        return token;
    }

    /// <summary>What became of its publish. QoS 0 is never promised.</summary>
    public void Settle(int token, PublishResult result, bool isPromised)
    {
        Entry entry = _entries[token];
        entry.IsRefused = result >= PublishResult.RefusedFull;
        entry.IsPromised = isPromised && entry.QualityOfService != QualityOfService.AtMostOnce;
    }

    /// <summary>The sender forgets: what was not acknowledged is promised no more.</summary>
    public void ForgetUnacknowledged()
    {
        foreach (Entry entry in _entries)
        {
            entry.IsPromised &= entry.Acknowledgements > 0;
        }
    }

    public static int Number(Message message) =>
        BinaryPrimitives.ReadInt32LittleEndian(message.PayloadBuffer.AsSpan(message.PayloadOffset));

    public void Arrive(Message message)
    {
        string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
        ReadOnlySpan<byte> payload = message.PayloadBuffer.AsSpan(message.PayloadOffset, message.PayloadLength);
        Arrive(topic, message.QualityOfService, payload);
    }

    public void Arrive(string topic, QualityOfService qualityOfService, ReadOnlySpan<byte> payload)
    {
        int number = payload.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(payload);
        if (number < 0 || number >= _entries.Count)
        {
            world.Fail($"{name}: a message that nobody published");
            return;
        }

        Entry entry = _entries[number];
        byte[] expected = new byte[entry.PayloadLength];
        Fill(number, expected);
        if (topic != entry.Topic || qualityOfService != entry.QualityOfService || !payload.SequenceEqual(expected))
        {
            world.Fail($"{name}: message {number} is not what was published");
        }

        Count(number);
    }

    /// <summary>It was taken, and its content was looked at before.</summary>
    public void Count(int number)
    {
        Entry entry = _entries[number];
        entry.Arrivals++;
        if (entry.Arrivals > 1 && entry.QualityOfService != QualityOfService.AtLeastOnce && !MayRepeat)
        {
            world.Fail($"{name}: message {number} of QoS {(int)entry.QualityOfService} came {entry.Arrivals} times");
        }

        string order = entry.Topic + (int)entry.QualityOfService;
        if (KeepsOrder && entry.Arrivals == 1)
        {
            if (_newest.TryGetValue(order, out int newest) && newest > number)
            {
                world.Fail($"{name}: message {number} came after {newest}");
            }

            _newest[order] = number;
        }
    }

    /// <summary>Its receiver is done with it and may acknowledge it.</summary>
    public void Take(int number) => _entries[number].IsTaken = true;

    /// <summary>The receiver has lost what it did with a message.</summary>
    public void Undo(int number) => _entries[number].Arrivals--;

    public void Acknowledge(int number)
    {
        Entry entry = _entries[number];
        entry.Acknowledgements++;
        if (entry.QualityOfService == QualityOfService.AtMostOnce || (entry.IsRefused && !MayRepeatTokens))
        {
            world.Fail($"{name}: message {number} was acknowledged, which nobody awaits");
        }

        if (entry.Acknowledgements > 1 && !MayRepeatTokens)
        {
            world.Fail($"{name}: message {number} was acknowledged twice");
        }

        if (!entry.IsTaken)
        {
            world.Fail($"{name}: message {number} of QoS {(int)entry.QualityOfService} and {entry.PayloadLength} bytes, {entry.Arrivals} arrivals, was acknowledged and not taken");
        }
    }

    public void Check(bool tokensAreDue)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            Entry entry = _entries[i];
            if (entry.IsPromised && entry.Arrivals == 0)
            {
                world.Fail($"{name}: message {i} of QoS {(int)entry.QualityOfService} never came");
            }

            if (entry.IsPromised && entry.Acknowledgements == 0 && tokensAreDue)
            {
                world.Fail($"{name}: message {i} was never acknowledged");
            }
        }
    }

    public static byte ByteAt(int number, int position) =>
        (byte)(position < 4 ? number >> (8 * position) : (number * 31) + (position * 7) + (position >> 8));

    private static void Fill(int number, byte[] payload)
    {
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = ByteAt(number, i);
        }
    }

    private sealed class Entry(string topic, QualityOfService qualityOfService, int payloadLength)
    {
        public string Topic => topic;

        public QualityOfService QualityOfService => qualityOfService;

        public int PayloadLength => payloadLength;

        public bool IsPromised { get; set; }

        public bool IsRefused { get; set; }

        public bool IsTaken { get; set; }

        public int Arrivals { get; set; }

        public int Acknowledgements { get; set; }
    }
}
