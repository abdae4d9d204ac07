using System;
using Edge.Storage;

namespace Edge.Boards;

/// <summary>Where messages that wait survive a reboot: two files.</summary>
public static class MessageStore
{
    private const int MessageBytesMax = 256;
    private const int FileBytesMin = 4096;
    private const int RecordsMax = 10_000;

    // Bytes of messages in a log for each that it holds, at least.
    private const int LeastBytes = 64;

    /// <summary>Opens what the files hold, or makes them.</summary>
    /// <param name="path">What both names begin with: a drive or folder that exists, and the beginning of a name.</param>
    /// <param name="logBytes">The client's room for messages, in bytes.</param>
    /// <returns>Null when the path is empty; null too, and said on the console, when there is no file system to write to: then messages wait in memory
    /// alone.</returns>
    public static ISessionStore? Open(string path, int logBytes)
    {
        if (path.Length == 0)
        {
            return null;
        }

        // Half of a file is for what is held; the other half is for changes, so that it is written anew less often.
        int fileBytes = FileBytesMin + (4 * logBytes);
        FileArea first = new FileArea(path + ".0", fileBytes);
        FileArea second = new FileArea(path + ".1", fileBytes);
        int records = logBytes / LeastBytes;
        RecordStore store = new RecordStore(
            first, second, records < RecordsMax ? records : RecordsMax, MessageBytesMax);
        if (store.IsReadable)
        {
            return store;
        }

        Exception? failure = first.LastFailure ?? second.LastFailure;
        Console.WriteLine("messages are not stored: " + (failure == null ? "the files cannot be read" : failure.Message));
        return null;
    }
}
