namespace Iot.Device.Bmxx80
{
    using System.Device.I2c;
    using Iot.Device.Bmxx80.PowerMode;
    using UnitsNet;

    public abstract class Bmxx80Base
    {
        internal Bmxx80Base() => throw null;

        public abstract bool TryReadPressure(out Pressure pressure);

        public abstract bool TryReadTemperature(out Temperature temperature);
    }

    public abstract class Bmx280Base : Bmxx80Base
    {
        internal Bmx280Base() => throw null;

        public virtual int GetMeasurementDuration() => throw null;

        public void SetPowerMode(Bmx280PowerMode powerMode) => throw null;

        public override bool TryReadPressure(out Pressure pressure) => throw null;

        public override bool TryReadTemperature(out Temperature temperature) => throw null;
    }

    public class Bme280 : Bmx280Base
    {
        public Bme280(I2cDevice i2cDevice) => throw null;

        public bool TryReadHumidity(out RelativeHumidity humidity) => throw null;
    }
}

namespace Iot.Device.Bmxx80.PowerMode
{
    public enum Bmx280PowerMode
    {
        Forced = 0b10,
    }
}

namespace UnitsNet
{
    public struct Pressure
    {
        public double Hectopascals => throw null;
    }

    public struct RelativeHumidity
    {
        public double Percent => throw null;
    }

    public struct Temperature
    {
        public double DegreesCelsius => throw null;
    }
}
