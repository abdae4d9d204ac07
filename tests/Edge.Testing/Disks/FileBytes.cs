namespace Edge.Testing.Disks;

/// <summary>Bytes that grow; what was never written within them is zero.</summary>
internal sealed class FileBytes
{
    private byte[] _bytes = [];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    internal void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        Length = Math.Max(Length, Reserve(offset + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(offset));
    }

    internal void SetLength(int length)
    {
        if (length < Length)
        {
            // Whatever is beyond the end reads as zero once the file has grown again.
            _bytes.AsSpan(length, Length - length).Clear();
        }

        Length = Reserve(length);
    }

    internal FileBytes Copy() => new() { _bytes = Span.ToArray(), Length = Length };

    private int Reserve(int length)
    {
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(length, _bytes.Length * 2L)));
        }

        return length;
    }
}
