using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>A serial port on Linux, waited for by the same epoll loop that serves the sockets.</summary>
/// <remarks>
/// System.IO.Ports asks a port a thousand times a second whether there is something to read (3 to 4 % of a core each) and a
/// read begun after a hang-up never ends there. The runtime's sockets accept any pollable file descriptor, which is how its
/// own pipes work, cost nothing while nothing happens, and notice a hang-up.
/// </remarks>
internal sealed class LinuxSerialDevice : SerialDevice
{
    private readonly Socket _socket;

    private LinuxSerialDevice(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
    }

    public override int QueuedBytes => LinuxTty.QueuedBytes(_socket.SafeHandle);

    public static SerialOpening OpenPort(string portPath, int baud, bool isRs485)
    {
        SafeSocketHandle? handle = LinuxTty.Open(portPath, out string? error);
        if (handle == null)
        {
            return new SerialOpening(null, error);
        }

        error = LinuxTty.Configure(handle, baud) ?? (isRs485 ? LinuxTty.ConfigureRs485(handle) : null);
        try
        {
            if (error == null)
            {
                return new SerialOpening(new LinuxSerialDevice(new Socket(handle)), null);
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            error = e.Message;
        }

        handle.Dispose();
        return new SerialOpening(null, error);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer) => _socket.ReceiveAsync(buffer);

    public override ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes);

    public override void Dispose()
    {
        // Closing would otherwise wait up to 30 s for a line that does not take its bytes.
        LinuxTty.DropQueued(_socket.SafeHandle);
        LinuxTty.Release(_socket.SafeHandle);
        _socket.Dispose();
    }
}
