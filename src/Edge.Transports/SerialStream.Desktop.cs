namespace Edge.Transports;

/// <summary>A serial port as a byte stream: 8N1, no flow control, every byte as it is.</summary>
/// <remarks>
/// It has no thread of its own and polls nothing: the system's completions wake either <see cref="Wait"/> or the
/// <see cref="IWakeup"/> it was built with. A port that disappears closes the stream; when it is back, Open opens it
/// again, a path under /dev/serial/by-id wherever it now points. Opening and closing happen in the background, because a
/// driver may take its time. Writing is paced by the baud rate: at most 512 bytes or 50 ms worth of bytes, whichever is
/// more, lie between this stream and the wire, so a USB port that is faster than its baud rate says is used at that rate.
/// </remarks>
public sealed class SerialStream : IByteStream, IDisposable
{
    // The model says that the line is empty and the driver says it is not: ask again that soon.
    private const int DriverCheckMs = 10;

    private readonly string _portPath;
    private readonly int _baud;
    private readonly Func<string, int, SerialOpening> _openDevice;
    private readonly IWakeup _wakeup;
    private readonly Wakeup? _ownWakeup;
    private readonly LinePacing _pacing;
    private Task _released = Task.CompletedTask;
    private Task<SerialOpening>? _opening;
    private SerialDevice? _device;
    private SerialReader? _reader;
    private SerialWriter? _writer;
    private int _queuedBytes;
    private bool _isRoomWanted;

    /// <summary>A stream over a port, closed until <see cref="Open"/>.</summary>
    /// <param name="portPath">As the system names the port: /dev/ttyUSB0, /dev/serial/by-id/..., COM3.</param>
    /// <param name="baud">Bits a second, at least 1; whether the port can do it shows when it is opened.</param>
    /// <param name="owner">Whom to wake; without one, <see cref="Wait"/> is where to wait.</param>
    /// <param name="isRs485">The system is to switch the port's RS-485 driver; a port where it cannot does not open.</param>
    public SerialStream(string portPath, int baud, IWakeup? owner = null, bool isRs485 = false)
        : this(portPath, baud, owner, (path, rate) => SerialDevice.Open(path, rate, isRs485))
    {
    }

    internal SerialStream(string portPath, int baud, IWakeup? owner, Func<string, int, SerialOpening> openDevice)
    {
        ArgumentException.ThrowIfNullOrEmpty(portPath);
        ArgumentOutOfRangeException.ThrowIfLessThan(baud, 1);
        _portPath = portPath;
        _baud = baud;
        _openDevice = openDevice;
        _ownWakeup = owner == null ? new Wakeup() : null;
        _wakeup = owner ?? _ownWakeup!;
        _pacing = new LinePacing(baud);
    }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <summary>What ended the stream or kept it from opening, in one line; null when nothing but its user has since the
    /// last <see cref="Open"/>.</summary>
    public string? LastError { get; private set; }

    /// <summary>Bytes that the line has not carried yet at the time of the last <see cref="Poll"/>: by the baud rate, or by
    /// what the driver says if that is more.</summary>
    public int UnsentBytes => Math.Max(_pacing.UnsentBytes, Math.Max(_queuedBytes, _writer?.UnsentBytes ?? 0));

    /// <summary>Starts to open the port. While opening or open it does nothing.</summary>
    /// <param name="now">Milliseconds.</param>
    public void Open(long now)
    {
        if (State != StreamState.Closed)
        {
            return;
        }

        // Looking costs microseconds, waking the thread pool to find out costs a millisecond of processor time.
        if (OperatingSystem.IsLinux() && !File.Exists(_portPath))
        {
            Fail("there is no such port");
            return;
        }

        LastError = null;
        State = StreamState.Opening;
        _pacing.Advance(now);
        _opening = _released.ContinueWith(_ => _openDevice(_portPath, _baud), TaskScheduler.Default);
        _opening.ContinueWith(_ => _wakeup.Wake(), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        _pacing.Advance(now);
        if (_opening is { IsCompleted: true } opening)
        {
            _opening = null;
            FinishOpening(opening);
        }

        if (_device == null)
        {
            return Deadline.Idle;
        }

        _reader!.Poll();
        _writer!.Poll();
        if (FailWhenGone())
        {
            return Deadline.Idle;
        }

        // Only a line in use is worth the system call.
        _queuedBytes = _queuedBytes > 0 || _pacing.UnsentBytes > 0 ? _device.QueuedBytes : 0;
        return NextPollMs();
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (_device == null)
        {
            return 0;
        }

        _reader!.Poll();
        int taken = _reader.Take(buffer, offset, count);
        if (taken == 0)
        {
            FailWhenGone();
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (_device == null || count == 0)
        {
            return 0;
        }

        _writer!.Poll();
        int room = Math.Min(_pacing.Room, _pacing.RoomBytesMax - _queuedBytes);
        bool isTaking = _writer.UnsentBytes == 0 && _writer.Error == null && room > 0;
        int taken = isTaking ? Math.Min(count, room) : 0;
        _isRoomWanted = taken < count;
        if (taken > 0)
        {
            _pacing.Take(taken);
            _writer.Put(buffer, offset, taken);
        }

        FailWhenGone();
        return taken;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The stream was built with an owner, who waits for all its streams.</exception>
    public void Wait(int milliseconds)
    {
        if (_ownWakeup == null)
        {
            throw new InvalidOperationException("this stream wakes the IWakeup it was built with: wait there");
        }

        _ownWakeup.Wait(milliseconds);
    }

    /// <inheritdoc/>
    public void Wake() => _wakeup.Wake();

    /// <summary>Ends the stream at once; what the driver still holds is dropped. The port itself is given back in the
    /// background, within moments.</summary>
    public void Close()
    {
        if (_opening is { } opening)
        {
            _opening = null;
            _released = opening.ContinueWith(Discard, TaskScheduler.Default);
        }

        if (_device is { } device)
        {
            _device = null;
            _released = Task.Run(device.Dispose);
        }

        _reader = null;
        _writer = null;
        _queuedBytes = 0;
        _isRoomWanted = false;
        _pacing.Clear();
        State = StreamState.Closed;
    }

    /// <summary>Closes.</summary>
    public void Dispose() => Close();

    private static void Discard(Task<SerialOpening> opening) =>
        (opening.Exception == null ? opening.Result.Device : null)?.Dispose();

    private void FinishOpening(Task<SerialOpening> opening)
    {
        // What nobody foresaw, such as a C library that is not there, still must not end the caller's loop.
        SerialOpening result = opening.Exception is { } e
            ? new SerialOpening(null, e.GetBaseException().Message)
            : opening.Result;
        if (result.Device == null)
        {
            Fail(result.Error!);
            return;
        }

        _device = result.Device;
        _reader = new SerialReader(_device, _wakeup);
        _writer = new SerialWriter(_device, _wakeup, _pacing.RoomBytesMax);
        State = StreamState.Open;
    }

    private bool FailWhenGone()
    {
        string? error = _reader!.Error ?? _writer!.Error;
        // What came before the port went is still to be read.
        if (error == null || _reader.UnreadBytes > 0)
        {
            return false;
        }

        Fail(error);
        return true;
    }

    private void Fail(string error)
    {
        Close();
        LastError = _portPath + ": " + error;
    }

    private int NextPollMs()
    {
        int remainingMs = _pacing.RemainingMs(_isRoomWanted);
        if (remainingMs == 0 && _isRoomWanted)
        {
            _isRoomWanted = false;
            remainingMs = _pacing.RemainingMs(false);
        }

        return remainingMs > 0 ? remainingMs : _queuedBytes > 0 ? DriverCheckMs : Deadline.Idle;
    }
}
