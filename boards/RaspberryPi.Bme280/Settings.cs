using System;

namespace Edge.Boards.RaspberryPiBme280;

/// <summary>What this board is to do. User and password come from the environment.</summary>
internal static class Settings
{
    /// <summary>Its name at the broker and in the topics: <c>sensors/greenhouse-1/environment</c>. Without <c>/</c>,
    /// <c>+</c> and <c>#</c>, and no other board has it.</summary>
    public static readonly string NodeName = "greenhouse-1";

    /// <summary>The broker's name or address.</summary>
    public static readonly string BrokerHost = "192.168.1.10";

    /// <summary>The broker's port.</summary>
    public static readonly int BrokerPort = 1883;

    /// <summary>Milliseconds between two measurements.</summary>
    public static readonly int SampleMs = 60_000;

    /// <summary>Bytes for messages that wait while the broker is away; one takes about 130. While messages
    /// wait from before a restart it may not become less.</summary>
    public static readonly int MemoryForMessages = 1_048_576;

    /// <summary>The beginning of the names of two files, in which messages that wait survive a
    /// restart; empty: they are in memory alone.</summary>
    public static readonly string StorePath = "edge-messages";

    /// <summary>The I2C bus on pins 3 and 5 of the header.</summary>
    public static readonly int I2cBus = 1;

    /// <summary>0x76, or 0x77 on boards that wire the sensor's SDO to the supply.</summary>
    public static readonly int SensorAddress = 0x76;

    /// <summary>The broker's user (EDGE_BROKER_USER); empty when it wants none.</summary>
    public static string BrokerUser => Environment.GetEnvironmentVariable("EDGE_BROKER_USER") ?? "";

    /// <summary>That user's password (EDGE_BROKER_PASSWORD).</summary>
    public static string BrokerPassword => Environment.GetEnvironmentVariable("EDGE_BROKER_PASSWORD") ?? "";
}
