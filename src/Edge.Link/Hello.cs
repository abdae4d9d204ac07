namespace Edge.Link;

/// <summary>The payload of a hello: version, flags, the sender's boot id, the boot id of its peer as the sender knows
/// it, the longest frame body and message it takes, window, span, services, UTC. Later versions may append.</summary>
internal static class Hello
{
    internal const int Bytes = 21;

    internal const int AnswerMe = 0x01;
    internal const int ReadsReduced = 0x02;
    internal const int Keyed = 0x04;

    private const int Version = 1;

    internal static void Write(
        byte[] buffer, int flags, uint bootId, uint peerBootId, LinkOptions options, uint utcSeconds)
    {
        buffer[0] = Version;
        buffer[1] = (byte)flags;
        Wire.PutUInt32(buffer, 2, bootId);
        Wire.PutUInt32(buffer, 6, peerBootId);
        Wire.PutUInt16(buffer, 10, options.FrameBytesMax);
        Wire.PutUInt16(buffer, 12, options.MessageBytesMax);
        buffer[14] = (byte)options.Window;
        buffer[15] = (byte)options.Span;
        buffer[16] = (byte)options.Services;
        Wire.PutUInt32(buffer, 17, utcSeconds);
    }

    /// <summary>Bytes, version and numbers are as they must be, and nothing is asked that this version cannot do.</summary>
    internal static bool IsValid(byte[] buffer, int offset, int count) =>
        count >= Bytes && buffer[offset] == Version && (buffer[offset + 1] & Keyed) == 0 && BootId(buffer, offset) != 0
        && FrameBytesMax(buffer, offset) >= Frame.BodyBytesMin && MessageBytesMax(buffer, offset) >= LinkOptions.MessageBytesMin
        && Window(buffer, offset) >= 1 && Span(buffer, offset) >= 1;

    internal static int Flags(byte[] buffer, int offset) => buffer[offset + 1];

    internal static uint BootId(byte[] buffer, int offset) => Wire.UInt32(buffer, offset + 2);

    internal static uint PeerBootId(byte[] buffer, int offset) => Wire.UInt32(buffer, offset + 6);

    internal static int FrameBytesMax(byte[] buffer, int offset) => Wire.UInt16(buffer, offset + 10);

    internal static int MessageBytesMax(byte[] buffer, int offset) => Wire.UInt16(buffer, offset + 12);

    internal static int Window(byte[] buffer, int offset) => buffer[offset + 14];

    internal static int Span(byte[] buffer, int offset) => buffer[offset + 15];

    internal static int Services(byte[] buffer, int offset) => buffer[offset + 16];

    internal static uint UtcSeconds(byte[] buffer, int offset) => Wire.UInt32(buffer, offset + 17);
}
