using System.IO.Ports;

namespace Edge.Transports;

/// <summary>A serial port through System.IO.Ports: Windows, macOS.</summary>
internal sealed class PortsSerialDevice : SerialDevice
{
    private readonly SerialPort _port;
    private readonly Stream _stream;

    private PortsSerialDevice(SerialPort port)
    {
        _port = port;
        _stream = port.BaseStream;
    }

    public override int QueuedBytes
    {
        get
        {
            try
            {
                return _port.BytesToWrite;
            }
            catch (Exception e) when (IsFailure(e))
            {
                return 0;
            }
        }
    }

    public static SerialOpening OpenPort(string portPath, int baud)
    {
        SerialPort? port = null;
        try
        {
            port = new SerialPort(portPath, baud, Parity.None, 8, StopBits.One);
            port.Open();
            return new SerialOpening(new PortsSerialDevice(port), null);
        }
        catch (Exception e) when (IsFailure(e))
        {
            port?.Dispose();
            return new SerialOpening(null, e.Message.ReplaceLineEndings(" "));
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer) => _stream.ReadAsync(buffer);

    public override async ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes).ConfigureAwait(false);
        return bytes.Length;
    }

    public override void Dispose()
    {
        try
        {
            _port.Dispose();
        }
        catch (Exception e) when (IsFailure(e))
        {
            // A port that was pulled out fails once more when it is closed.
        }
    }
}
