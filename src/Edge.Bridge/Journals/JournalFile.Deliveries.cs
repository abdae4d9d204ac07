using System.Text;

namespace Edge.Bridge.Journals;

// Deliveries in the order of their recipients, read in parts and dropped by permission.
internal sealed partial class JournalFile
{
    private Statement _read = null!;
    private Statement _readBackwards = null!;
    private long _freedBytes;

    /// <summary>Reads a recipient's deliveries in their order.</summary>
    /// <param name="recipient">Whose.</param>
    /// <param name="after">Begins behind this place.</param>
    /// <param name="countMax">At most so many.</param>
    /// <param name="bytesMax">No more once these bytes are reached; at least one.</param>
    public List<Delivery> Read(long recipient, long after, int countMax, int bytesMax)
    {
        List<Delivery> deliveries = [];
        int bytes = 0;
        for (_read.Bind(recipient).Bind(after); _read.Read();)
        {
            byte[] topic = _read.Bytes(4);
            StoredMessage message = new(
                _read.Number(3), Topic.FromUtf8(topic, 0, topic.Length), _read.Bytes(5), _read.Number(6) != 0, _read.Number(7));
            deliveries.Add(new Delivery(recipient, _read.Number(0), message, (QualityOfService)_read.Number(1))
            {
                IsReleased = _read.Number(2) != 0,
            });
            bytes += message.Bytes;
            if (deliveries.Count >= countMax || bytes >= bytesMax)
            {
                _read.Stop();
                break;
            }
        }

        return deliveries;
    }

    /// <summary>Drops a recipient's oldest messages until the bytes are free.</summary>
    /// <param name="recipient">Whose.</param>
    /// <param name="after">Begins behind this place: what is before may be under way.</param>
    /// <param name="skip">So many more may be under way.</param>
    /// <param name="bytes">What is to be free; nothing is dropped beyond it.</param>
    /// <returns>How many were dropped.</returns>
    public int DropOldest(long recipient, long after, int skip, long bytes)
    {
        long begin = _freedBytes;
        return Drop(recipient, after, skip, _ => true, () => _freedBytes - begin < bytes);
    }

    /// <summary>Drops a recipient's messages that came before a time.</summary>
    /// <param name="recipient">Whose.</param>
    /// <param name="after">Begins behind this place: what is before may be under way.</param>
    /// <param name="skip">So many more may be under way.</param>
    /// <param name="receivedBefore">Milliseconds since 1970.</param>
    /// <returns>How many were dropped.</returns>
    public int DropOld(long recipient, long after, int skip, long receivedBefore)
    {
        bool isOld = true;
        return Drop(recipient, after, skip, delivery => isOld = delivery.Message.ReceivedAt < receivedBefore, () => isOld);
    }

    /// <summary>Drops a recipient's messages that a newer one of the same topic has overtaken, the oldest first, then the
    /// oldest of all, until the bytes are free.</summary>
    /// <param name="recipient">Whose.</param>
    /// <param name="after">Begins behind this place: what is before may be under way.</param>
    /// <param name="skip">So many more may be under way.</param>
    /// <param name="bytes">What is to be free.</param>
    /// <returns>How many were dropped.</returns>
    public int DropOvertaken(long recipient, long after, int skip, long bytes)
    {
        HashSet<string> newer = [];
        HashSet<long> overtaken = [];
        for (_readBackwards.Bind(recipient).Bind(after); _readBackwards.Read();)
        {
            // Each byte a character: a topic is compared, not shown.
            if (!newer.Add(Encoding.Latin1.GetString(_readBackwards.Bytes(1))))
            {
                overtaken.Add(_readBackwards.Number(0));
            }
        }

        long begin = _freedBytes;
        int dropped = Drop(
            recipient, after, skip, delivery => overtaken.Contains(delivery.Sequence), () => _freedBytes - begin < bytes);
        return dropped + DropOldest(recipient, after, skip, bytes - (_freedBytes - begin));
    }

    private void PrepareDeliveries()
    {
        _read = _database.Prepare(
            """
            SELECT d.sequence, d.qos, d.released, m.id, m.topic, m.payload, m.retained, m.received_at
            FROM delivery d JOIN message m ON m.id = d.message
            WHERE d.recipient = ? AND d.sequence > ? ORDER BY d.sequence
            """);
        _readBackwards = _database.Prepare(
            """
            SELECT d.sequence, m.topic FROM delivery d JOIN message m ON m.id = d.message
            WHERE d.recipient = ? AND d.sequence > ? ORDER BY d.sequence DESC
            """);
    }

    // Drops what is chosen, in order, as long as more is wanted.
    private int Drop(long recipient, long after, int skip, Predicate<Delivery> isChosen, Func<bool> isMoreWanted)
    {
        const int PartCount = 256;
        const int PartBytes = 1 << 20;
        int dropped = 0;
        for (bool isFirst = true; isMoreWanted(); isFirst = false)
        {
            List<Delivery> part = Read(recipient, after, PartCount + (isFirst ? skip : 0), isFirst ? int.MaxValue : PartBytes);
            for (int i = isFirst ? skip : 0; i < part.Count && isMoreWanted(); i++)
            {
                if (isChosen(part[i]) && !part[i].IsReleased && RemoveDelivery(recipient, part[i].Sequence))
                {
                    dropped++;
                }
            }

            if (part.Count == 0)
            {
                break;
            }

            after = part[^1].Sequence;
        }

        return dropped;
    }
}
