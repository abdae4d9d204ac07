using System.Runtime.CompilerServices;

namespace Edge.Transports;

/// <summary>One direction of a serial port: an operation that is under way, or done and not collected yet.</summary>
/// <remarks>The owner's thread begins and collects; the completion, on any thread, does nothing but wake. So no failure is
/// ever thrown anywhere but where <see cref="TryCollect"/> catches it, and nothing is allocated per operation.</remarks>
internal sealed class SerialTransfer
{
    private readonly IWakeup _wakeup;
    private readonly Action _onCompleted;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _awaiter;
    private volatile bool _isDone;

    public SerialTransfer(IWakeup wakeup)
    {
        _wakeup = wakeup;
        _onCompleted = OnCompleted;
    }

    /// <summary>True from beginning to collecting.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What went wrong, in one line; null while nothing has.</summary>
    public string? Error { get; private set; }

    /// <summary>Begins to read into the buffer. Only while not busy.</summary>
    public void BeginRead(SerialDevice device, Memory<byte> buffer)
    {
        try
        {
            Watch(device.ReadAsync(buffer));
        }
        catch (Exception e) when (SerialDevice.IsFailure(e))
        {
            Error = e.Message;
        }
    }

    /// <summary>Begins to write the bytes. Only while not busy.</summary>
    public void BeginWrite(SerialDevice device, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Watch(device.WriteAsync(bytes));
        }
        catch (Exception e) when (SerialDevice.IsFailure(e))
        {
            Error = e.Message;
        }
    }

    /// <summary>Takes the outcome of what was begun, once.</summary>
    /// <returns>False while it is under way, when nothing was begun, and when it failed (<see cref="Error"/>).</returns>
    public bool TryCollect(out int count)
    {
        count = 0;
        if (!IsBusy || !_isDone)
        {
            return false;
        }

        IsBusy = false;
        try
        {
            count = _awaiter.GetResult();
        }
        catch (Exception e) when (SerialDevice.IsFailure(e))
        {
            Error = e.Message;
            return false;
        }

        if (count == 0)
        {
            Error = "the port is gone";
        }

        return count > 0;
    }

    private void Watch(ValueTask<int> operation)
    {
        IsBusy = true;
        _isDone = false;
        _awaiter = operation.ConfigureAwait(false).GetAwaiter();
        if (_awaiter.IsCompleted)
        {
            _isDone = true;
        }
        else
        {
            _awaiter.UnsafeOnCompleted(_onCompleted);
        }
    }

    private void OnCompleted()
    {
        _isDone = true;
        _wakeup.Wake();
    }
}
