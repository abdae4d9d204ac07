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

    /// <exception cref="IOException">The port cannot be opened.</exception>
    public static LinuxSerialDevice OpenPort(string portPath, int baud)
    {
        SafeSocketHandle handle = LinuxTty.Open(portPath);
        try
        {
            LinuxTty.Configure(handle, baud);
            return new LinuxSerialDevice(new Socket(handle));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer) => _socket.ReceiveAsync(buffer);

    public override ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes);

    public override void Dispose()
    {
        // Closing would otherwise wait up to 30 s for a line that does not take its bytes.
        LinuxTty.DropQueued(_socket.SafeHandle);
        _socket.Dispose();
    }
}
