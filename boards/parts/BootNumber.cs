using System;

namespace Edge.Boards;

/// <summary>A number that is another one after each start of the board.</summary>
public static class BootNumber
{
    /// <summary>Makes one; never 0.</summary>
    public static uint Next()
    {
        // On an ESP32 nanoFramework's Random has no seed: each byte is of the chip's own generator, so a cold start differs too.
        byte[] bytes = new byte[4];
        new Random().NextBytes(bytes);
        uint number = (uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);
        return number == 0 ? 1 : number;
    }
}
