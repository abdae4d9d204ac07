namespace System.IO;

public abstract class Stream
{
    internal Stream() => throw null;

    public abstract long Length { get; }

    public virtual void Close() => throw null;

    public abstract int Read(byte[] buffer, int offset, int count);

    public abstract void Write(byte[] buffer, int offset, int count);
}
