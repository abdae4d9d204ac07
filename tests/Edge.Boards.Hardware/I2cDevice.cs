using Edge.Boards.Hardware;

namespace System.Device.I2c;

public sealed class I2cConnectionSettings(int busId, int deviceAddress)
{
    public int BusId { get; } = busId;

    public int DeviceAddress { get; } = deviceAddress;
}

public sealed class I2cDevice : IDisposable
{
    private byte _register;
    private bool _isDisposed;

    private I2cDevice(SimulatedChip chip)
    {
        Chip = chip;
    }

    internal SimulatedChip Chip { get; }

    public static I2cDevice Create(I2cConnectionSettings settings)
    {
        SimulatedChip chip = SimulatedChip.On(settings.BusId);
        if (chip.OpenDevices > 0)
        {
            throw new InvalidOperationException("the address is in use");
        }

        chip.OpenDevices++;
        return new I2cDevice(chip);
    }

    public void WriteByte(byte value)
    {
        Chip.Answers();
        _register = value;
    }

    public byte ReadByte()
    {
        if (!Chip.Answers())
        {
            return 0;
        }

        return _register switch
        {
            0xD0 => Chip.ChipId,
            0xF4 => Chip.Measuring,
            _ => 0,
        };
    }

    public void Dispose()
    {
        Chip.OpenDevices -= _isDisposed ? 0 : 1;
        _isDisposed = true;
    }
}
