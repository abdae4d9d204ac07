namespace System.IO;

public abstract class Stream
{
    internal Stream() => throw null;

    public abstract long Length { get; }

    public virtual long Position { set => throw null; }

    public virtual void Close() => throw null;

    public virtual void Flush() => throw null;

    public abstract int Read(byte[] buffer, int offset, int count);

    public virtual void SetLength(long value) => throw null;

    public abstract void Write(byte[] buffer, int offset, int count);
}

public class FileStream : Stream
{
    public FileStream(string path, FileMode mode, FileAccess access, FileShare share) => throw null;

    public override long Length => throw null;

    public override int Read(byte[] buffer, int offset, int count) => throw null;

    public override void Write(byte[] buffer, int offset, int count) => throw null;
}

public enum FileMode
{
    OpenOrCreate = 4,
}

public enum FileAccess
{
    ReadWrite = 3,
}

public enum FileShare
{
    None = 0,
}
