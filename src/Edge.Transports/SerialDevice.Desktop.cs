namespace Edge.Transports;

/// <summary>An open serial port: 8 data bits, no parity, one stop bit, no flow control, bytes as they are.</summary>
internal abstract class SerialDevice : IDisposable
{
    /// <summary>Why a port that was to switch an RS-485 driver does not open.</summary>
    public const string NoRs485 =
        "the port cannot switch an RS-485 driver; use an adapter that does so itself and leave Rs485 out";

    /// <summary>Opens a port with what the system offers best. May take as long as the driver does.</summary>
    public static SerialOpening Open(string portPath, int baud, bool isRs485) =>
        OperatingSystem.IsLinux() ? LinuxSerialDevice.OpenPort(portPath, baud, isRs485)
        : isRs485 ? new SerialOpening(null, NoRs485)
        : PortsSerialDevice.OpenPort(portPath, baud);

    /// <summary>True for the exceptions in which a port's failures come.</summary>
    public static bool IsFailure(Exception e) =>
        e is IOException or InvalidOperationException or UnauthorizedAccessException or OperationCanceledException
            or System.Net.Sockets.SocketException or ArgumentException or NotSupportedException or TimeoutException;

    /// <summary>Waits for bytes; one call at a time. 0 or an exception of <see cref="IsFailure"/>: the port is gone.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Hands all bytes to the driver; one call at a time.</summary>
    /// <returns>The bytes taken, all of them, or an exception of <see cref="IsFailure"/>.</returns>
    public abstract ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Bytes that the driver still holds, or 0 where it does not tell.</summary>
    public abstract int QueuedBytes { get; }

    /// <summary>Closes the port; what the driver still holds is dropped. May take as long as the driver does.</summary>
    public abstract void Dispose();
}
