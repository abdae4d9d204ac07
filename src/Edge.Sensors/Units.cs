namespace Edge.Sensors;

/// <summary>Symbols of units that sensors have, as registered for SenML (RFC 8428, 12.1; the last ones RFC 8798).</summary>
public static class Units
{
    /// <summary>Degrees Celsius.</summary>
    public const string Celsius = "Cel";

    /// <summary>Relative humidity in percent.</summary>
    public const string RelativeHumidity = "%RH";

    /// <summary>Pascal.</summary>
    public const string Pascal = "Pa";

    /// <summary>Hectopascal.</summary>
    public const string Hectopascal = "hPa";

    /// <summary>Volt.</summary>
    public const string Volt = "V";

    /// <summary>Millivolt.</summary>
    public const string Millivolt = "mV";

    /// <summary>Ampere.</summary>
    public const string Ampere = "A";

    /// <summary>Milliampere.</summary>
    public const string Milliampere = "mA";

    /// <summary>Watt.</summary>
    public const string Watt = "W";

    /// <summary>Kilowatt hour.</summary>
    public const string KilowattHour = "kWh";

    /// <summary>Ohm.</summary>
    public const string Ohm = "Ohm";

    /// <summary>Lux.</summary>
    public const string Lux = "lx";

    /// <summary>Metre.</summary>
    public const string Metre = "m";

    /// <summary>Millimetre.</summary>
    public const string Millimetre = "mm";

    /// <summary>Litre.</summary>
    public const string Litre = "l";

    /// <summary>Parts per million.</summary>
    public const string PartsPerMillion = "ppm";

    /// <summary>Micrograms per cubic metre, of dust.</summary>
    public const string MicrogramPerCubicMetre = "ug/m3";

    /// <summary>Metres per second.</summary>
    public const string MetrePerSecond = "m/s";

    /// <summary>Acidity.</summary>
    public const string Acidity = "pH";

    /// <summary>Sound level in decibel.</summary>
    public const string Decibel = "dB";

    /// <summary>Level of a battery in percent.</summary>
    public const string BatteryPercent = "%EL";

    /// <summary>A ratio of 0 to 1; also on or off.</summary>
    public const string Ratio = "/";

    /// <summary>A counter.</summary>
    public const string Count = "count";
}
