using System.Buffers.Binary;
using Edge.Simulation;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>Who uses one end of a link: sends numbered messages, reliable and not, and keeps book of what comes.</summary>
internal sealed class BusUser(SeededRandom random, uint life, ulong seed)
{
    private const int HeaderBytes = 12;

    private readonly Dictionary<int, Book> _books = [];
    private int _epoch;

    /// <summary>Reliable messages accepted in the epoch that is.</summary>
    internal int Accepted { get; private set; }

    internal long NextSendAt { get; set; }

    internal long HoldsUntil { get; private set; }

    /// <summary>What came in an epoch.</summary>
    internal Book BookOf(int epoch)
    {
        if (!_books.TryGetValue(epoch, out Book? book))
        {
            _books.Add(epoch, book = new Book());
        }

        return book;
    }

    /// <summary>Names this sender in its epoch.</summary>
    internal ulong Origin(LinkEndpoint link) => ((ulong)life << 32) | (uint)link.Epoch;

    internal void Act(LinkEndpoint link, long now, bool isSending)
    {
        if (link.Epoch != _epoch)
        {
            _epoch = link.Epoch;
            Accepted = 0;
        }

        if (now >= HoldsUntil)
        {
            Receive(link, now);
        }

        if (isSending && now >= NextSendAt)
        {
            NextSendAt = now + 1 + random.Next(1500);
            for (int count = 1 + random.Next(4); count > 0; count--)
            {
                Send(link);
            }
        }
    }

    private void Send(LinkEndpoint link)
    {
        bool isReliable = random.Next(3) > 0;
        int room = Math.Min(link.MessageBytesMax, 400) - HeaderBytes;
        byte[] message = new byte[HeaderBytes + random.Next(random.Next(3) > 0 ? Math.Min(room, 20) : room)];
        Fill(message, isReliable, Origin(link), isReliable ? Accepted : 0);
        if (link.Send(message, 0, message.Length, isReliable) && isReliable)
        {
            Accepted++;
        }
    }

    private void Receive(LinkEndpoint link, long now)
    {
        while (link.Peek(out byte[] buffer, out int offset, out int count))
        {
            if (random.Next(12) == 0)
            {
                HoldsUntil = now + 1 + random.Next(2000);
                return;
            }

            Book book = BookOf(link.ShownEpoch);
            byte[] message = buffer[offset..(offset + count)];
            link.Release();
            Check(message, book);
        }
    }

    private void Check(byte[] message, Book book)
    {
        Assert.True(message.Length >= HeaderBytes, $"seed {seed}: a message of {message.Length} bytes");
        bool isReliable = (message[0] & 1) == 1;
        ulong origin = BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(1));
        int index = message[9] | (message[10] << 8) | (message[11] << 16);
        byte[] expected = new byte[message.Length];
        Fill(expected, isReliable, origin, index);
        Assert.True(expected.AsSpan().SequenceEqual(message), $"seed {seed}: a message arrived damaged");
        book.Origin ??= origin;
        Assert.True(book.Origin == origin, $"seed {seed}: messages of two lives in one epoch");
        if (isReliable)
        {
            Assert.True(book.Next == index, $"seed {seed}: message {index} where {book.Next} was due");
            book.Next++;
        }
    }

    private static void Fill(byte[] message, bool isReliable, ulong origin, int index)
    {
        message[0] = (byte)((isReliable ? 1 : 0) | ((message.Length & 0x7F) << 1));
        BinaryPrimitives.WriteUInt64LittleEndian(message.AsSpan(1), origin);
        message[9] = (byte)index;
        message[10] = (byte)(index >> 8);
        message[11] = (byte)(index >> 16);
        for (int i = HeaderBytes; i < message.Length; i++)
        {
            // Many zeros, as in what sensors send.
            message[i] = (i & 3) == 0 ? (byte)((index * 7) + i) : (byte)0;
        }
    }

    internal sealed class Book
    {
        internal ulong? Origin { get; set; }

        internal int Next { get; set; }
    }
}
