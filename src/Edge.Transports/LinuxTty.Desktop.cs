using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Transports;

/// <summary>The few system calls that make a file descriptor a raw serial line (termios(3), ioctl_tty(2)).</summary>
internal static partial class LinuxTty
{
    private const int ReadWrite = 0x2;
    private const int NoControllingTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int LockRelease = 8;

    // As x86, ARM and RISC-V number them.
    private const uint GetTermios2 = 0x802C542A;
    private const uint SetTermios2 = 0x402C542B;
    private const uint Flush = 0x540B;
    private const uint OutputQueue = 0x5411;
    private const nint FlushBoth = 2;
    private const uint SetRs485 = 0x542F;

    private const uint Rs485Enabled = 0x1;
    private const uint Rs485RtsOnSend = 0x2;

    private const uint EightBits = 0x30;
    private const uint Receiver = 0x80;
    private const uint NoModemLines = 0x800;
    private const uint AnyBaud = 0x1000;
    private const int MinimumIndex = 6;

    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int NoDevice = 6;
    private const int TryAgain = 11;
    private const int NotPermitted = 13;
    private const int InvalidArgument = 22;
    private const int NotATerminal = 25;

    /// <summary>Opens the path without waiting for a carrier and locks it against a second opening.</summary>
    /// <returns>Null with the reason in one line, or the handle.</returns>
    public static SafeFileHandle? Open(string path, out string? error)
    {
        error = null;
        int descriptor = OpenFile(path, ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec);
        if (descriptor < 0)
        {
            error = Describe(Marshal.GetLastPInvokeError());
            return null;
        }

        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        if (Lock(handle, LockExclusive | LockNonBlocking) == 0)
        {
            return handle;
        }

        handle.Dispose();
        error = "the port is in use by another program or stream";
        return null;
    }

    /// <summary>Raw bytes, 8N1, no flow control, any baud rate that the driver can make.</summary>
    /// <returns>Null, or in one line that it is no serial port or cannot run at that rate.</returns>
    public static unsafe string? Configure(SafeFileHandle handle, int baud)
    {
        Termios2 settings = default;
        // Without HUPCL, which would pull DTR and RTS at every close: on many boards that is the reset button.
        settings.ControlModes = EightBits | Receiver | NoModemLines | AnyBaud;
        // With a minimum of 0 an empty line would read as the end of the file.
        settings.ControlCharacters[MinimumIndex] = 1;
        settings.InputSpeed = (uint)baud;
        settings.OutputSpeed = (uint)baud;
        if (Ioctl(handle, SetTermios2, (nint)(&settings)) != 0 || Ioctl(handle, GetTermios2, (nint)(&settings)) != 0)
        {
            return Describe(Marshal.GetLastPInvokeError());
        }

        // Beyond 3 % of difference an 8N1 receiver samples the wrong bit.
        bool isBaudMet = Math.Abs((long)settings.OutputSpeed - baud) * 100 <= baud * 3L;
        return isBaudMet ? null : "the port cannot run at " + baud + " baud, the nearest is " + settings.OutputSpeed;
    }

    /// <summary>The kernel switches the RS-485 driver on while it sends, and off right after the last stop bit.</summary>
    /// <returns>Null, or in one line that it cannot.</returns>
    public static unsafe string? ConfigureRs485(SafeFileHandle handle)
    {
        SerialRs485 settings = default;
        settings.Flags = Rs485Enabled | Rs485RtsOnSend;
        if (Ioctl(handle, SetRs485, (nint)(&settings)) == 0)
        {
            // A driver without a line to switch says so by what it gives back.
            return (settings.Flags & Rs485Enabled) != 0 ? null : SerialDevice.NoRs485;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is NotATerminal or InvalidArgument ? SerialDevice.NoRs485 : Describe(error);
    }

    /// <summary>Takes bytes that have come.</summary>
    /// <returns>0 when the port is gone; -1 when there are none now, or with the reason in one line.</returns>
    public static unsafe int Read(SafeFileHandle handle, Span<byte> buffer, out string? error)
    {
        fixed (byte* bytes = buffer)
        {
            nint count = ReadFile(handle, bytes, buffer.Length);
            error = count < 0 ? Failure() : null;
            return (int)count;
        }
    }

    /// <summary>Hands over as many bytes as the driver has room for.</summary>
    /// <returns>How many; -1 when there is no room now, or with the reason in one line.</returns>
    public static unsafe int Write(SafeFileHandle handle, ReadOnlySpan<byte> buffer, out string? error)
    {
        fixed (byte* bytes = buffer)
        {
            nint count = WriteFile(handle, bytes, buffer.Length);
            error = count < 0 ? Failure() : null;
            return (int)count;
        }
    }

    /// <summary>Bytes written that the driver still holds; 0 where it does not tell.</summary>
    public static unsafe int QueuedBytes(SafeFileHandle handle)
    {
        int count = 0;
        return Ioctl(handle, OutputQueue, (nint)(&count)) == 0 ? Math.Max(0, count) : 0;
    }

    /// <summary>Forgets what was written and not sent, and what was received and not read.</summary>
    public static void DropQueued(SafeFileHandle handle) => _ = Ioctl(handle, Flush, FlushBoth);

    /// <summary>Lets the next opening in: a descriptor is closed only after its last operation has returned.</summary>
    public static void Release(SafeFileHandle handle) => _ = Lock(handle, LockRelease);

    private static string? Failure()
    {
        int error = Marshal.GetLastPInvokeError();
        return error is TryAgain or Interrupted ? null : Describe(error);
    }

    private static string Describe(int error) => error switch
    {
        NoEntry => "there is no such port",
        NoDevice => "there is no device behind this port",
        NotPermitted => "permission denied; on most systems the group 'dialout' or 'uucp' may open serial ports",
        NotATerminal => "this is no serial port",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadFile(SafeFileHandle handle, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteFile(SafeFileHandle handle, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle handle, nuint request, nint argument);

    /// <summary>The kernel's struct termios2, which unlike the C library's takes any baud rate.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Termios2
    {
        public uint InputModes;
        public uint OutputModes;
        public uint ControlModes;
        public uint LocalModes;
        public byte LineDiscipline;
        public fixed byte ControlCharacters[19];
        public uint InputSpeed;
        public uint OutputSpeed;
    }

    /// <summary>The kernel's struct serial_rs485.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct SerialRs485
    {
        public uint Flags;
        public uint DelayBeforeSendMs;
        public uint DelayAfterSendMs;
        public fixed uint Padding[5];
    }
}
