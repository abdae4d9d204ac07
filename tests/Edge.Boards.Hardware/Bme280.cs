using System.Device.I2c;
using Iot.Device.Bmxx80.PowerMode;
using UnitsNet;

namespace Iot.Device.Bmxx80
{
    /// <summary>Like the real one it looks for its chip once, and then takes for a value whatever it reads.</summary>
    public sealed class Bme280
    {
        private const byte SamplingOnce = 0b001_001_00;

        // What zeros come to, and what a chip that has measured nothing says.
        private const double ColdCelsius = -141.2;
        private const double ResetCelsius = 22.4;

        private readonly I2cDevice _device;

        public Bme280(I2cDevice i2cDevice)
        {
            _device = i2cDevice;
            _device.WriteByte(0xD0);
            if (_device.ReadByte() != 0x60)
            {
                throw new IOException("unable to find a chip with id 0x60");
            }

            _device.Chip.Measuring = SamplingOnce;
        }

        public int GetMeasurementDuration() => _device.Chip.MeasurementMs;

        public void SetPowerMode(Bmx280PowerMode powerMode) => _device.Chip.Answers();

        public bool TryReadTemperature(out Temperature temperature)
        {
            temperature = new Temperature(Value(_device.Chip.Celsius, ResetCelsius));
            return true;
        }

        public bool TryReadHumidity(out RelativeHumidity humidity)
        {
            humidity = new RelativeHumidity(Value(_device.Chip.Percent, 61.2));
            return true;
        }

        public bool TryReadPressure(out Pressure pressure)
        {
            pressure = new Pressure(Value(_device.Chip.Hectopascals, 690));
            return true;
        }

        private double Value(double measured, double reset) =>
            !_device.Chip.Answers() ? ColdCelsius : _device.Chip.Measuring == 0 ? reset : measured;
    }
}

namespace Iot.Device.Bmxx80.PowerMode
{
    public enum Bmx280PowerMode
    {
        Sleep = 0b00,
        Forced = 0b10,
        Normal = 0b11,
    }
}

namespace UnitsNet
{
    public readonly record struct Temperature(double DegreesCelsius);

    public readonly record struct RelativeHumidity(double Percent);

    public readonly record struct Pressure(double Hectopascals);
}
