namespace Edge.Link.Tests;

/// <summary>Who writes to a stream and reads from it: bytes that tell the stream and their place.</summary>
internal sealed class StreamUser(LinkStream stream)
{
    private const int IdBytes = 4;

    private int _id;

    internal LinkStream Stream { get; } = stream;

    /// <summary>Bytes written to the stream that is open.</summary>
    internal int Out { get; private set; }

    /// <summary>Bytes read from it.</summary>
    internal int In { get; private set; }

    internal int InId { get; private set; }

    /// <summary>The newest stream of which whole ids were read before this one.</summary>
    internal int LastInId { get; set; }

    internal int NewestInId => In >= IdBytes ? InId : LastInId;

    internal void Begin(int id, long now)
    {
        LastInId = NewestInId;
        Stream.Open(now);
        _id = id;
        Out = 0;
        In = 0;
        InId = 0;
    }

    internal void Write(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = ByteAt(_id, Out + i);
        }

        Out += Stream.Write(bytes, 0, count);
    }

    internal void Check(byte b, ulong seed)
    {
        if (In < IdBytes)
        {
            InId |= b << (8 * In);
        }
        else
        {
            Assert.True(b == ByteAt(InId, In), $"seed {seed}: byte {In} of stream {InId} is another");
        }

        In++;
        // A stream that is read again, or one older than the last, would be bytes of the old shown in the new.
        Assert.True(In != IdBytes || InId > LastInId, $"seed {seed}: stream {InId} after {LastInId}");
    }

    private static byte ByteAt(int id, int index) =>
        index < IdBytes ? (byte)(id >> (8 * index)) : (byte)((id * 0x9E3779B1u + (uint)index * 0x85EBCA77u) >> 13);
}
