using System;
using System.Device.I2c;
using Edge.Sensors;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.PowerMode;
using UnitsNet;

namespace Edge.Boards;

/// <summary>A BME280 on an I2C bus: temperature, humidity and pressure. The same file serves nanoFramework's binding and
/// that of .NET.</summary>
/// <remarks>Each measurement is one of the chip's forced ones, between which it sleeps. A sensor that was unplugged is
/// found again at the first measurement after it is back.</remarks>
public sealed class Bme280Sensor : ISensor
{
    // Registers and what they hold, from the data sheet: the chip's kind, and what it was told to measure.
    private const byte ChipIdRegister = 0xD0;
    private const byte ChipId = 0x60;
    private const byte MeasuringRegister = 0xF4;
    private const byte SamplingMask = 0xFC;

    private readonly I2cConnectionSettings _settings;
    private I2cDevice? _device;
    private Bme280? _binding;
    private bool _isMeasuring;
    private long _readyAt;

    /// <param name="busId">The number of the bus: 1 or 2 on an ESP32, 1 on a Raspberry Pi.</param>
    /// <param name="address">0x76 or 0x77, as the pin SDO is wired.</param>
    public Bme280Sensor(int busId, int address)
    {
        _settings = new I2cConnectionSettings(busId, address);
    }

    /// <inheritdoc/>
    public Schema Schema { get; } = new Schema(
        new Field("temperature", Units.Celsius, 2),
        new Field("humidity", Units.RelativeHumidity, 0),
        new Field("pressure", Units.Hectopascal, 1));

    /// <summary>Why the last measurement failed; null when it did not.</summary>
    public Exception? LastError { get; private set; }

    /// <inheritdoc/>
    public SensorStatus Read(int[] values, int offset)
    {
        try
        {
            return _isMeasuring ? Finish(values, offset) : Begin();
        }
        catch (Exception e)
        {
            return Fail(e);
        }
    }

    private SensorStatus Begin()
    {
        if (_device == null || _binding == null)
        {
            _device = I2cDevice.Create(_settings);
            _binding = new Bme280(_device);
        }

        _binding.SetPowerMode(Bmx280PowerMode.Forced);
        _readyAt = Environment.TickCount64 + _binding.GetMeasurementDuration() + 1;
        _isMeasuring = true;
        return SensorStatus.Measuring;
    }

    private SensorStatus Finish(int[] values, int offset)
    {
        if (Environment.TickCount64 < _readyAt)
        {
            return SensorStatus.Measuring;
        }

        _isMeasuring = false;
        _binding!.TryReadTemperature(out Temperature temperature);
        _binding.TryReadHumidity(out RelativeHumidity humidity);
        _binding.TryReadPressure(out Pressure pressure);
        double celsius = temperature.DegreesCelsius;
        double percent = humidity.Percent;
        double hectopascals = pressure.Hectopascals;

        // What the chip can measure; NaN is not in it.
        bool isInRange = celsius >= -40 && celsius <= 85 && percent >= 0 && percent <= 100
            && hectopascals >= 300 && hectopascals <= 1100;
        if (!isInRange || !IsStillConfigured())
        {
            return Fail(new InvalidOperationException("no BME280 that was told what to measure: unplugged?"));
        }

        values[offset] = Round(celsius * 100);
        values[offset + 1] = Round(percent);
        values[offset + 2] = Round(hectopascals * 10);
        LastError = null;
        return SensorStatus.Ready;
    }

    // Bindings do not look whether anybody answers, and a chip that has lost its power has lost its settings.
    private bool IsStillConfigured() =>
        ReadRegister(ChipIdRegister) == ChipId && (ReadRegister(MeasuringRegister) & SamplingMask) != 0;

    private byte ReadRegister(byte register)
    {
        _device!.WriteByte(register);
        return _device.ReadByte();
    }

    // The binding is built anew for the next attempt.
    private SensorStatus Fail(Exception e)
    {
        LastError = e;
        _isMeasuring = false;
        _binding = null;
        try
        {
            _device?.Dispose();
        }
        catch (Exception)
        {
            // It is given up either way.
        }

        _device = null;
        return SensorStatus.Failed;
    }

    private static int Round(double value) => (int)(value < 0 ? value - 0.5 : value + 0.5);
}
