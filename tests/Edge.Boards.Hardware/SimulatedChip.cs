using System.Collections.Concurrent;

namespace Edge.Boards.Hardware;

/// <summary>A BME280 on a bus of its own, which can be unplugged.</summary>
public sealed class SimulatedChip
{
    private static readonly ConcurrentDictionary<int, SimulatedChip> Chips = [];
    private static int _lastBusId;

    public SimulatedChip()
    {
        BusId = Interlocked.Increment(ref _lastBusId);
        Chips[BusId] = this;
    }

    /// <summary>The number of its bus.</summary>
    public int BusId { get; }

    public bool IsPlugged { get; private set; } = true;

    /// <summary>True: the bus throws when nobody answers, as .NET does. False: it gives zeros, as nanoFramework
    /// does.</summary>
    public bool ThrowsWhenAbsent { get; set; }

    /// <summary>Another chip than a BME280: 0x58 is a BMP280.</summary>
    public byte ChipId { get; set; } = 0x60;

    public int MeasurementMs { get; set; } = 21;

    /// <summary>The register 0xF4: what is measured; 0 after a loss of power.</summary>
    public byte Measuring { get; set; }

    public double Celsius { get; set; } = 21.53;

    public double Percent { get; set; } = 55;

    public double Hectopascals { get; set; } = 1013.2;

    /// <summary>Devices that were opened on the bus and not disposed of; the bus opens one at a time.</summary>
    public int OpenDevices { get; set; }

    /// <summary>Takes its power.</summary>
    public void Unplug()
    {
        IsPlugged = false;
        Measuring = 0;
    }

    public void Plug() => IsPlugged = true;

    internal static SimulatedChip On(int busId) => Chips[busId];

    /// <summary>True when the chip answers.</summary>
    internal bool Answers() =>
        IsPlugged || (ThrowsWhenAbsent ? throw new IOException("error 121 performing I2C data transfer") : false);
}
