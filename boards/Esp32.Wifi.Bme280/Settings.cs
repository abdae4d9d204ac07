namespace Edge.Boards.Esp32WifiBme280;

/// <summary>What this board is to do. What nobody else may know is in <c>Secrets.cs</c>.</summary>
internal static class Settings
{
    /// <summary>Its name at the broker and in the topics: <c>sensors/greenhouse-1/environment</c>. Without <c>/</c>,
    /// <c>+</c> and <c>#</c>, and no other board has it.</summary>
    public static readonly string NodeName = "greenhouse-1";

    /// <summary>The broker's name or IPv4 address.</summary>
    public static readonly string BrokerHost = "192.168.1.10";

    /// <summary>The broker's port: 1883, or 8883 with TLS.</summary>
    public static readonly int BrokerPort = 1883;

    /// <summary>Null: no TLS. Else the certificate of the authority that signed the broker's, as PEM text.</summary>
    public static readonly string? Authority = null;

    /// <summary>Who tells the time (NTP).</summary>
    public static readonly string TimeServer = "pool.ntp.org";

    /// <summary>Milliseconds between two measurements.</summary>
    public static readonly int SampleMs = 60_000;

    /// <summary>Bytes for messages that wait while the broker is away; one takes about 130. While messages
    /// wait from before a restart it may not become less.</summary>
    public static readonly int MemoryForMessages = 8192;

    /// <summary>The beginning of the names of two files on the internal drive, in which messages that wait survive a
    /// restart; empty: they are in memory alone.</summary>
    public static readonly string StorePath = "I:\\edge";

    /// <summary>Minutes without a broker after which the board restarts.</summary>
    public static readonly int PatienceMinutes = 60;

    /// <summary>The GPIO that is wired to the sensor's SDA.</summary>
    public static readonly int I2cDataPin = 21;

    /// <summary>The GPIO that is wired to the sensor's SCL.</summary>
    public static readonly int I2cClockPin = 22;

    /// <summary>0x76, or 0x77 on boards that wire the sensor's SDO to the supply.</summary>
    public static readonly int SensorAddress = 0x76;
}
