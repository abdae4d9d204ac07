namespace Edge.Storage.Tests.Areas;

/// <summary>An area in memory that does not fail unless told, and counts.</summary>
internal sealed class MemoryArea : IStorageArea
{
    public MemoryArea(int capacityBytes)
    {
        Bytes = new byte[capacityBytes];
        Array.Fill(Bytes, (byte)0xFF);
    }

    public byte[] Bytes { get; }

    public int CapacityBytes => Bytes.Length;

    public long WrittenBytes { get; private set; }

    public bool FailsToFlush { get; set; }

    public int Erases { get; private set; }

    public bool Read(int position, byte[] buffer, int offset, int count)
    {
        Array.Copy(Bytes, position, buffer, offset, count);
        return true;
    }

    public bool Write(int position, byte[] bytes, int offset, int count)
    {
        Array.Copy(bytes, offset, Bytes, position, count);
        WrittenBytes += count;
        return true;
    }

    public bool EraseAll()
    {
        Array.Fill(Bytes, (byte)0xFF);
        Erases++;
        return true;
    }

    public bool Flush() => !FailsToFlush;
}
