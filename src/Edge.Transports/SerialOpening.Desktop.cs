namespace Edge.Transports;

/// <summary>What came of opening a serial port: the device, or why there is none. Not an exception, because an absent
/// port is tried again and again and an exception costs a millisecond.</summary>
/// <param name="Device">The open port, or null.</param>
/// <param name="Error">The reason in one line without the path, or null.</param>
internal readonly record struct SerialOpening(SerialDevice? Device, string? Error);
