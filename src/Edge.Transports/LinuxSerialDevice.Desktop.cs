using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Transports;

/// <summary>A serial port on Linux: plain reads and writes, and <see cref="LinuxReadiness"/> while there is nothing to
/// read or no room to write.</summary>
/// <remarks>
/// System.IO.Ports asks a port a thousand times a second whether there is something to read (3 to 4 % of a core each) and a
/// read begun after a hang-up never ends there. The runtime's sockets would take the descriptor, but hand every event to
/// the thread pool, whose threads look for more work by spinning: most of the processor time of a line that is polled.
/// </remarks>
internal sealed class LinuxSerialDevice : SerialDevice
{
    private readonly SafeFileHandle _port;
    private readonly Lock _gate = new();
    private readonly LinuxTransfer _read = new();
    private readonly LinuxTransfer _write = new();
    private readonly long _key;
    private bool _isClosed;

    private LinuxSerialDevice(SafeFileHandle port)
    {
        _port = port;
        _key = LinuxReadiness.Add(port, OnReady);
    }

    public override int QueuedBytes => LinuxTty.QueuedBytes(_port);

    public static SerialOpening OpenPort(string portPath, int baud, bool isRs485)
    {
        SafeFileHandle? port = LinuxTty.Open(portPath, out string? error);
        if (port == null)
        {
            return new SerialOpening(null, error);
        }

        error = LinuxTty.Configure(port, baud) ?? (isRs485 ? LinuxTty.ConfigureRs485(port) : null);
        if (error == null)
        {
            LinuxSerialDevice device = new(port);
            if (device._key != 0)
            {
                return new SerialOpening(device, null);
            }

            error = "the system cannot wait for this port";
        }

        port.Dispose();
        return new SerialOpening(null, error);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        lock (_gate)
        {
            int count = LinuxTty.Read(_port, buffer.Span, out string? error);
            return error != null ? throw new IOException(error)
                : count >= 0 ? new ValueTask<int>(count)
                : Await(_read, buffer, 0);
        }
    }

    public override ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            int count = Math.Max(0, LinuxTty.Write(_port, bytes.Span, out string? error));
            return error != null ? throw new IOException(error)
                : count == bytes.Length ? new ValueTask<int>(count)
                : Await(_write, MemoryMarshal.AsMemory(bytes), count);
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        LinuxReadiness.Remove(_port, _key);
        // Closing would otherwise wait up to 30 s for a line that does not take its bytes.
        LinuxTty.DropQueued(_port);
        LinuxTty.Release(_port);
        _port.Dispose();
    }

    private ValueTask<int> Await(LinuxTransfer transfer, Memory<byte> bytes, int done)
    {
        ValueTask<int> outcome = transfer.Begin(bytes, done);
        Ask();
        return outcome;
    }

    private void Ask()
    {
        uint events = (_read.IsPending ? LinuxReadiness.Readable : 0) | (_write.IsPending ? LinuxReadiness.Writable : 0);
        if (events != 0)
        {
            LinuxReadiness.Ask(_port, _key, events);
        }
    }

    private void OnReady()
    {
        bool isRead;
        bool isWritten;
        string? readError;
        string? writeError;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            isRead = GoOnReading(out readError);
            isWritten = GoOnWriting(out writeError);
            Ask();
        }

        if (isRead)
        {
            _read.Tell(readError);
        }

        if (isWritten)
        {
            _write.Tell(writeError);
        }
    }

    private bool GoOnReading(out string? error)
    {
        error = null;
        if (!_read.IsPending)
        {
            return false;
        }

        _read.Done = LinuxTty.Read(_port, _read.Bytes.Span, out error);
        return (_read.Done >= 0 || error != null) && _read.End();
    }

    private bool GoOnWriting(out string? error)
    {
        error = null;
        if (!_write.IsPending)
        {
            return false;
        }

        _write.Done += Math.Max(0, LinuxTty.Write(_port, _write.Bytes.Span[_write.Done..], out error));
        return (_write.Done == _write.Bytes.Length || error != null) && _write.End();
    }
}
