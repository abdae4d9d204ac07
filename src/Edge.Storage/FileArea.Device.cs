using System.IO;

namespace Edge.Storage;

public sealed partial class FileArea
{
    private static FileStream Open(string path) =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    // Down to the flash: the driver's sync of LittleFS or FAT.
    private static void Synchronise(FileStream stream) => stream.Flush();
}
