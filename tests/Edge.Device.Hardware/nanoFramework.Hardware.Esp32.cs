namespace nanoFramework.Hardware.Esp32
{
    public class Configuration
    {
        private Configuration() => throw null;

        public static void SetPinFunction(int pin, DeviceFunction function) => throw null;
    }

    // The numbers of these members are not the point: what runs on a board is compiled against the real ones.
    public enum DeviceFunction
    {
        I2C1_DATA,
        I2C1_CLOCK,
        COM2_TX,
        COM2_RX,
        COM2_RTS,
    }
}

namespace nanoFramework.Runtime.Native
{
    public static class GC
    {
        public static uint Run(bool compactHeap) => throw null;
    }

    public class Power
    {
        private Power() => throw null;

        public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot) => throw null;
    }

    public enum RebootOption
    {
        NormalReboot = 0,
    }
}
