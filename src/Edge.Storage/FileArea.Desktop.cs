using System;
using System.IO;

namespace Edge.Storage;

public sealed partial class FileArea : IDisposable
{
    private const int Unbuffered = 1;

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream?.Dispose();

    private static FileStream Open(string path) =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, Unbuffered);

    // Down to the disk: fsync.
    private static void Synchronise(FileStream stream) => stream.Flush(true);
}
