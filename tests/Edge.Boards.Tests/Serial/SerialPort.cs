using System.Collections.Generic;

// Under the name and with the members of nanoFramework's.
namespace System.IO.Ports;

internal enum Parity
{
    None,
}

internal enum StopBits
{
    One = 1,
}

internal enum SerialMode
{
    Normal,
    RS485,
}

/// <summary>A UART whose transmitter holds 128 bytes and sends them at the baud rate, to another one or to nobody.</summary>
internal sealed class SerialPort
{
    public const int FifoBytes = 128;

    private readonly long _bitsPerSecond;
    private readonly Queue<(byte Byte, double At)> _sending = [];
    private double _lastAt;

    public SerialPort(string portName, int baudRate, Parity parity, int dataBits, StopBits stopBits)
    {
        Assert.Equal((Parity.None, 8, StopBits.One), (parity, dataBits, stopBits));
        Name = portName;
        _bitsPerSecond = baudRate;
        Last = this;
    }

    /// <summary>The port that was made last on this thread.</summary>
    [ThreadStatic]
    public static SerialPort? Last;

    public string Name { get; }

    public SerialMode Mode { get; set; }

    public int ReadBufferSize { get; set; }

    public int ReadTimeout { get; set; }

    public int WriteTimeout { get; set; }

    public bool IsOpen { get; private set; }

    /// <summary>Thrown by whatever is called next.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Where the bytes go that leave.</summary>
    public SerialPort? Peer { get; set; }

    public Queue<byte> Received { get; } = [];

    /// <summary>Times that the driver was asked how many bytes there are.</summary>
    public int Looks { get; private set; }

    /// <summary>The most bytes that ever were in the transmitter.</summary>
    public int MostInFifo { get; private set; }

    public int BytesToRead
    {
        get
        {
            Looks++;
            Throw();
            Peer?.Carry();
            return Received.Count;
        }
    }

    public void Open()
    {
        Throw();
        Assert.False(IsOpen);
        IsOpen = true;
    }

    public void Close() => IsOpen = false;

    public int Read(byte[] buffer, int offset, int count)
    {
        Throw();
        Assert.InRange(count, 1, Received.Count);
        for (int i = 0; i < count; i++)
        {
            buffer[offset + i] = Received.Dequeue();
        }

        return count;
    }

    public void Write(byte[] buffer, int offset, int count)
    {
        Throw();
        Carry();
        for (int i = 0; i < count; i++)
        {
            _lastAt = Math.Max(_lastAt, Edge.Environment.Microseconds) + (10_000_000.0 / _bitsPerSecond);
            _sending.Enqueue((buffer[offset + i], _lastAt));
        }

        MostInFifo = Math.Max(MostInFifo, _sending.Count);
    }

    // Bytes leave when their last bit has.
    private void Carry()
    {
        while (_sending.TryPeek(out (byte Byte, double At) first) && first.At <= Edge.Environment.Microseconds)
        {
            Peer?.Received.Enqueue(first.Byte);
            _sending.Dequeue();
        }
    }

    private void Throw()
    {
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }
    }
}
