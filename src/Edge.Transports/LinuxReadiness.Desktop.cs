using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Transports;

/// <summary>One thread for all serial ports of the process, which sleeps until the system says that one of them can be
/// read or written (epoll(7)).</summary>
/// <remarks>A port asks for one event at a time, so what nobody waits for wakes nobody.</remarks>
internal static unsafe partial class LinuxReadiness
{
    public const uint Readable = 0x1;
    public const uint Writable = 0x4;

    private const uint OneShot = 1u << 30;
    private const int CloseOnExec = 0x80000;
    private const int OperationAdd = 1;
    private const int OperationRemove = 2;
    private const int OperationChange = 3;
    private const int EventsMax = 16;

    // struct epoll_event is packed on x86 alone.
    private static readonly int KeyOffset =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    private static readonly ConcurrentDictionary<long, Action> Watched = new();
    private static readonly int Poller = Start();
    private static long _lastKey;

    /// <summary>Makes a file known.</summary>
    /// <param name="file">Any that can be polled.</param>
    /// <param name="onReady">Called on the thread of all ports, which it must not hold up, once for each
    /// <see cref="Ask"/>, when what was asked for has come or the file is gone.</param>
    /// <returns>What names it from then on; 0 when the system does not poll it.</returns>
    public static long Add(SafeFileHandle file, Action onReady)
    {
        long key = Interlocked.Increment(ref _lastKey);
        Watched[key] = onReady;
        if (Control(OperationAdd, file, OneShot, key) == 0)
        {
            return key;
        }

        Watched.TryRemove(key, out _);
        return 0;
    }

    /// <summary>Asks for one call when the file is ready for any of these.</summary>
    /// <param name="file">As it was added.</param>
    /// <param name="key">What <see cref="Add"/> gave.</param>
    /// <param name="events"><see cref="Readable"/>, <see cref="Writable"/>, or both.</param>
    public static void Ask(SafeFileHandle file, long key, uint events) =>
        _ = Control(OperationChange, file, events | OneShot, key);

    /// <summary>Forgets a file; a call that is under way may still come.</summary>
    public static void Remove(SafeFileHandle file, long key)
    {
        Watched.TryRemove(key, out _);
        _ = Control(OperationRemove, file, 0, key);
    }

    private static int Start()
    {
        int poller = Create(CloseOnExec);
        Thread thread = new(() => Run(poller)) { IsBackground = true, Name = "serial ports" };
        thread.Start();
        return poller;
    }

    private static void Run(int poller)
    {
        int eventBytes = KeyOffset + sizeof(long);
        byte* events = stackalloc byte[EventsMax * eventBytes];
        while (true)
        {
            // A count below 0 is a signal that came.
            int count = Wait(poller, events, EventsMax, -1);
            for (int i = 0; i < count; i++)
            {
                long key = Marshal.ReadInt64((nint)events, i * eventBytes + KeyOffset);
                if (Watched.TryGetValue(key, out Action? onReady))
                {
                    onReady();
                }
            }
        }
    }

    private static int Control(int operation, SafeFileHandle file, uint events, long key)
    {
        byte* entry = stackalloc byte[16];
        Marshal.WriteInt32((nint)entry, (int)events);
        Marshal.WriteInt64((nint)entry, KeyOffset, key);
        return Control(Poller, operation, file, entry);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int poller, int operation, SafeFileHandle file, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int poller, byte* events, int eventsMax, int milliseconds);
}
