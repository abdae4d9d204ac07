using System.Buffers.Binary;
using System.Text;

namespace Edge.MqttSn.Tests.Simulation;

/// <summary>Every message of one direction: what was published, what arrived, what was acknowledged. A payload begins
/// with the message's number, and its other bytes follow from it.</summary>
internal sealed class Ledger(World world, string name)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, int> _newest = [];

    /// <summary>A QoS 2 message may come again: its receiver has forgotten everything.</summary>
    public bool MayRepeat { get; set; }

    /// <summary>First arrivals of QoS 1 and 2 are in the order of publishing, for each topic.</summary>
    public bool KeepsOrder { get; set; } = true;

    /// <summary>A power cut takes back that a message was over: its acknowledgement comes again.</summary>
    public bool MayRepeatTokens { get; set; }

    public int Published => _entries.Count;

    public int Arrived => _entries.Count(entry => entry.Arrivals > 0);

    public int Promised => _entries.Count(entry => entry.IsPromised);

    public bool IsComplete => _entries.TrueForAll(entry => !entry.IsPromised || entry.Arrivals > 0);

    /// <summary>A new message; its number is its token.</summary>
    public int Begin(string topic, QualityOfService qualityOfService, int payloadLength, out byte[] payload)
    {
        int number = _entries.Count;
        payload = new byte[payloadLength];
        Fill(number, payload);
        _entries.Add(new Entry(topic, qualityOfService, payloadLength));
        return number;
    }

    /// <summary>Whether it was taken. QoS 0 is never promised.</summary>
    public void Settle(int number, bool isTaken) => _entries[number].IsPromised =
        isTaken && _entries[number].QualityOfService != QualityOfService.AtMostOnce;

    /// <summary>The sender forgets: what was not acknowledged is promised no more.</summary>
    public void ForgetUnacknowledged()
    {
        foreach (Entry entry in _entries)
        {
            entry.IsPromised &= entry.Acknowledgements > 0;
        }
    }

    public static int Number(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadInt32LittleEndian(payload);

    public void Arrive(string topic, QualityOfService qualityOfService, ReadOnlySpan<byte> payload)
    {
        if (Look(topic, qualityOfService, payload))
        {
            Count(Number(payload));
        }
    }

    /// <summary>Whether a message is what was published.</summary>
    public bool Look(string topic, QualityOfService qualityOfService, ReadOnlySpan<byte> payload)
    {
        int number = payload.Length < 4 ? -1 : Number(payload);
        if (number < 0 || number >= _entries.Count)
        {
            world.Fail($"{name}: a message on '{topic}' that nobody published");
            return false;
        }

        Entry entry = _entries[number];
        byte[] expected = new byte[entry.PayloadLength];
        Fill(number, expected);
        bool isSame = topic == entry.Topic && qualityOfService == entry.QualityOfService && payload.SequenceEqual(expected);
        if (!isSame)
        {
            world.Fail($"{name}: message {number} came as QoS {(int)qualityOfService} on '{topic}', not as published");
        }

        return isSame;
    }

    /// <summary>It was taken, and its content was looked at before.</summary>
    public void Count(int number)
    {
        Entry entry = _entries[number];
        entry.Arrivals++;
        if (entry.Arrivals > 1 && entry.QualityOfService == QualityOfService.ExactlyOnce && !MayRepeat)
        {
            world.Fail($"{name}: message {number} of QoS 2 came {entry.Arrivals} times");
        }

        if (entry.Arrivals == 1 && KeepsOrder && entry.QualityOfService != QualityOfService.AtMostOnce)
        {
            if (_newest.TryGetValue(entry.Topic, out int newest) && newest > number)
            {
                world.Fail($"{name}: message {number} came after {newest}");
            }

            _newest[entry.Topic] = number;
        }
    }

    /// <summary>The receiver has lost what it did with a message.</summary>
    public void Undo(int number) => _entries[number].Arrivals--;

    public void Acknowledge(int number)
    {
        Entry entry = _entries[number];
        entry.Acknowledgements++;
        if (entry.QualityOfService == QualityOfService.AtMostOnce || entry.Arrivals == 0)
        {
            world.Fail($"{name}: message {number} of QoS {(int)entry.QualityOfService} was acknowledged and had not come");
        }

        if (entry.Acknowledgements > 1 && !MayRepeatTokens)
        {
            world.Fail($"{name}: message {number} was acknowledged twice");
        }
    }

    /// <summary>Everything promised has come, and was acknowledged if that is due.</summary>
    public void Check(bool tokensAreDue)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            Entry entry = _entries[i];
            if (entry.IsPromised && (entry.Arrivals == 0 || (tokensAreDue && entry.Acknowledgements == 0)))
            {
                world.Fail($"{name}: message {i} of QoS {(int)entry.QualityOfService} on '{entry.Topic}' came "
                    + $"{entry.Arrivals} times and was acknowledged {entry.Acknowledgements} times");
            }
        }
    }

    public string Describe() => $"{name} {Arrived} of {Published} came, missing "
        + string.Join(' ', _entries.Index().Where(at => at.Item.IsPromised && at.Item.Arrivals == 0).Select(at => at.Index));

    public static string TopicOf(Message message) =>
        Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);

    private static void Fill(int number, byte[] payload)
    {
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)(i < 4 ? number >> (8 * i) : (number * 31) + (i * 7));
        }
    }

    private sealed record Entry(string Topic, QualityOfService QualityOfService, int PayloadLength)
    {
        public bool IsPromised { get; set; }

        public int Arrivals { get; set; }

        public int Acknowledgements { get; set; }
    }
}
