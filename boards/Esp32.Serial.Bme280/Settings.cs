namespace Edge.Boards.Esp32SerialBme280;

/// <summary>What this board is to do. The line's numbers must be the same in <c>edge.json</c>.</summary>
internal static class Settings
{
    /// <summary>Its name at the broker and in the topics: <c>sensors/greenhouse-1/environment</c>. Without <c>/</c>,
    /// <c>+</c> and <c>#</c>, and no other board has it.</summary>
    public static readonly string NodeName = "greenhouse-1";

    /// <summary>Bits a second of the line.</summary>
    public static readonly int Baud = 115_200;

    /// <summary>False: an adapter from USB to serial, full duplex. True: a transceiver on an RS-485 line with two wires,
    /// half duplex.</summary>
    public static readonly bool IsRs485 = false;

    /// <summary>With RS-485: this board's address on the line, 0 to 127.</summary>
    public static readonly int Station = 0;

    /// <summary>With RS-485: milliseconds that the slower end needs before it answers.</summary>
    public static readonly int TurnaroundMs = 50;

    /// <summary>Milliseconds between two measurements.</summary>
    public static readonly int SampleMs = 60_000;

    /// <summary>Bytes for messages that wait while the line is away; one takes about 130. While messages
    /// wait from before a restart it may not become less.</summary>
    public static readonly int MemoryForMessages = 8192;

    /// <summary>The beginning of the names of two files on the internal drive, in which messages that wait survive a
    /// restart; empty: they are in memory alone.</summary>
    public static readonly string StorePath = "I:\\edge";

    /// <summary>The GPIO that is wired to the adapter's RX (or the transceiver's DI).</summary>
    public static readonly int TransmitPin = 17;

    /// <summary>The GPIO that is wired to the adapter's TX (or the transceiver's RO).</summary>
    public static readonly int ReceivePin = 16;

    /// <summary>With RS-485: the GPIO that is wired to the transceiver's DE and RE.</summary>
    public static readonly int DriverPin = 4;

    /// <summary>The GPIO that is wired to the sensor's SDA.</summary>
    public static readonly int I2cDataPin = 21;

    /// <summary>The GPIO that is wired to the sensor's SCL.</summary>
    public static readonly int I2cClockPin = 22;

    /// <summary>0x76, or 0x77 on boards that wire the sensor's SDO to the supply.</summary>
    public static readonly int SensorAddress = 0x76;
}
