namespace System.IO.Ports;

public sealed class SerialPort
{
    public SerialPort(string portName, int baudRate, Parity parity, int dataBits, StopBits stopBits) => throw null;

    public int BytesToRead => throw null;

    public SerialMode Mode { set => throw null; }

    public int ReadBufferSize { set => throw null; }

    public int ReadTimeout { set => throw null; }

    public int WriteTimeout { set => throw null; }

    public void Open() => throw null;

    public void Close() => throw null;

    public int Read(byte[] buffer, int offset, int count) => throw null;

    public void Write(byte[] buffer, int offset, int count) => throw null;
}

public enum Parity
{
    None = 0,
}

public enum StopBits
{
    One = 1,
}

public enum SerialMode
{
    Normal = 0,
    RS485 = 1,
}
