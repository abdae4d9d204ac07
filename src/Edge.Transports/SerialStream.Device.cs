using System;
using System.IO.Ports;
using System.Threading;

namespace Edge.Transports;

/// <summary>A serial port of the device as a byte stream: 8N1, no flow control, every byte as it is.</summary>
/// <remarks>
/// A write hands over no more than the port's hardware has room for by the baud rate, so that the driver has nothing to
/// wait for, and never keeps the caller's buffer for later. Nothing is allocated while it is open. The pins must have
/// been given to the port before it is opened. It paces itself by <see cref="Environment.TickCount64"/>.
/// </remarks>
public sealed class SerialStream : IByteStream
{
    /// <summary>Bytes that the transmitter of an ESP32 holds.</summary>
    public const int FifoBytes = 128;

    /// <summary>Bytes that the driver keeps until they are read; what comes when it is full is lost.</summary>
    public const int BufferBytes = 1024;

    /// <summary>The longest that bytes wait for a <see cref="Wait"/> to notice them, in milliseconds.</summary>
    public const int SliceMs = 5;

    // At very high rates there is still something to be written in a millisecond.
    private const int RoomBytesMin = 32;

    // Should the driver wait all the same, it gives up then and the stream ends.
    private const int DriverTimeoutMs = 500;

    private readonly SerialPort _port;
    private readonly LinePacing _pacing;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private bool _isRoomWanted;
    private bool _hasFoundNothing;

    /// <summary>A stream over a port, closed until <see cref="Open"/>.</summary>
    /// <param name="portName">COM2 or COM3; COM1 is the debugger's.</param>
    /// <param name="baud">Bits a second, 50 or more.</param>
    /// <param name="isRs485">The port's RTS pin switches the transmitter of an RS-485 line.</param>
    /// <exception cref="ArgumentException">The baud rate is none, or another stream has the port.</exception>
    public SerialStream(string portName, int baud, bool isRs485 = false)
    {
        if (baud < 50)
        {
            throw new ArgumentOutOfRangeException(nameof(baud), "a baud rate is 50 or more");
        }

        _pacing = new LinePacing(baud, RoomOf(baud));
        _port = new SerialPort(portName, baud, Parity.None, 8, StopBits.One);
        _port.Mode = isRs485 ? SerialMode.RS485 : SerialMode.Normal;
        _port.ReadBufferSize = BufferBytes;
        _port.ReadTimeout = DriverTimeoutMs;
        _port.WriteTimeout = DriverTimeoutMs;
    }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <summary>What kept the port from opening or ended the stream since the last <see cref="Open"/>; null when nothing but
    /// its user has.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Bytes that the line has not carried yet by the baud rate, at the time of the last <see cref="Poll"/> or
    /// <see cref="Write"/>.</summary>
    public int UnsentBytes => _pacing.UnsentBytes;

    /// <summary>Opens the port. While open it does nothing.</summary>
    /// <param name="now">Milliseconds.</param>
    [ColdPath]
    public void Open(long now)
    {
        if (State != StreamState.Closed)
        {
            return;
        }

        LastError = null;
        try
        {
            _port.Open();
            _pacing.Clear();
            _hasFoundNothing = true;
            State = StreamState.Open;
        }
        catch (Exception e)
        {
            LastError = e;
        }
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (State != StreamState.Open)
        {
            return Deadline.Idle;
        }

        _pacing.Advance(Environment.TickCount64);
        int remainingMs = _pacing.RemainingMs(_isRoomWanted);
        if (remainingMs == 0)
        {
            _isRoomWanted = false;
            remainingMs = _pacing.RemainingMs(false);
        }

        return remainingMs > 0 ? remainingMs : Deadline.Idle;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (State != StreamState.Open || count == 0)
        {
            return 0;
        }

        try
        {
            int ready = _port.BytesToRead;
            _hasFoundNothing = ready == 0;
            return ready == 0 ? 0 : _port.Read(buffer, offset, ready < count ? ready : count);
        }
        catch (Exception e)
        {
            Fail(e);
            return 0;
        }
    }

    /// <summary>Hands over as many bytes as fit into the transmitter now.</summary>
    /// <returns>0 to <paramref name="count"/>; a partial write is normal.</returns>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (State != StreamState.Open)
        {
            return 0;
        }

        _pacing.Advance(Environment.TickCount64);
        int room = _pacing.Room;
        int taken = count < room ? count : room;
        _isRoomWanted = taken < count;
        if (taken <= 0)
        {
            return 0;
        }

        try
        {
            _port.Write(buffer, offset, taken);
        }
        catch (Exception e)
        {
            Fail(e);
            return 0;
        }

        _pacing.Take(taken);
        return taken;
    }

    /// <summary>Waits until bytes can be read (which may take 5 ms to show), <see cref="Wake"/> was called, or the time is
    /// over. When there is room for blocked bytes is in what <see cref="Poll"/> returns.</summary>
    /// <param name="milliseconds">At least 0.</param>
    public void Wait(int milliseconds)
    {
        int remainingMs = milliseconds;

        // The driver's own event would wake sooner, and allocate for every byte that comes.
        while (_hasFoundNothing && State == StreamState.Open && !HasCome())
        {
            int sliceMs = remainingMs < SliceMs ? remainingMs : SliceMs;
            if (_wake.WaitOne(sliceMs, false) || remainingMs <= SliceMs)
            {
                return;
            }

            remainingMs -= sliceMs;
        }

        // Whoever leaves bytes unread is not woken for them again.
        if (!_hasFoundNothing || State != StreamState.Open)
        {
            _wake.WaitOne(remainingMs, false);
        }

        _hasFoundNothing = false;
    }

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    /// <summary>Ends the stream at once; what is unsent is lost. Closing a closed stream does nothing.</summary>
    [ColdPath]
    public void Close()
    {
        if (State != StreamState.Open)
        {
            return;
        }

        State = StreamState.Closed;
        _isRoomWanted = false;
        _hasFoundNothing = false;
        _pacing.Clear();
        try
        {
            _port.Close();
        }
        catch (Exception e)
        {
            LastError = e;
        }
    }

    // The model may be up to a millisecond ahead of the line, because that is how fine the clock is.
    private static int RoomOf(int baud)
    {
        int room = FifoBytes - ((baud + 9999) / 10_000);
        return room > RoomBytesMin ? room : RoomBytesMin;
    }

    [ColdPath]
    private void Fail(Exception e)
    {
        Close();
        LastError = e;
    }

    private bool HasCome()
    {
        try
        {
            return _port.BytesToRead > 0;
        }
        catch (Exception)
        {
            // The next read meets the same failure and reports it.
            return true;
        }
    }
}
