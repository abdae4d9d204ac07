using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Testing;

/// <summary>The system calls behind pseudo-terminals and signals, Linux numbers.</summary>
internal static unsafe partial class Posix
{
    public const int ReadWrite = 0x2;
    public const int NoControllingTerminal = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const short PollIn = 1;
    public const short PollOut = 4;

    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    public const int InterruptedError = 4;
    public const int AgainError = 11;

    // Larger than struct termios of any C library.
    private const int TermiosBytes = 256;

    /// <exception cref="IOException">A call failed, which on a healthy machine none does.</exception>
    public static int Check(int result, string call) =>
        result >= 0 ? result : throw new IOException(call + ": " + Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

    /// <summary>Every byte passes as it is: no echo, no line editing, no translation, no flow control.</summary>
    public static void MakeRaw(SafeFileHandle terminal)
    {
        byte* termios = stackalloc byte[TermiosBytes];
        Check(GetAttributes(terminal, termios), "tcgetattr");
        MakeRaw(termios);
        Check(SetAttributes(terminal, 0, termios), "tcsetattr");
    }

    /// <summary>The path of the other end of a pseudo-terminal.</summary>
    public static string SlavePath(SafeFileHandle master)
    {
        byte* path = stackalloc byte[256];
        Check(SlaveName(master, path, 256) == 0 ? 0 : -1, "ptsname_r");
        return Marshal.PtrToStringUTF8((nint)path)!;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int Grant(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int SlaveName(SafeFileHandle master, byte* path, nint count);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(SafeFileHandle terminal, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(SafeFileHandle terminal, int actions, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* termios);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
