namespace System.Device.I2c;

public class I2cConnectionSettings
{
    private I2cConnectionSettings() => throw null;

    public I2cConnectionSettings(int busId, int deviceAddress) => throw null;
}

public class I2cDevice
{
    private I2cDevice() => throw null;

    public static I2cDevice Create(I2cConnectionSettings settings) => throw null;

    public byte ReadByte() => throw null;

    public I2cTransferResult WriteByte(byte value) => throw null;

    public void Dispose() => throw null;
}

public struct I2cTransferResult
{
}
