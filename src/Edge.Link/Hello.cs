namespace Edge.Link;

/// <summary>The payload of a hello: version, flags, the sender's boot id, the boot id of its peer as the sender knows
/// it, the longest message it takes. Later versions may append.</summary>
internal static class Hello
{
    internal const int Bytes = 12;

    private const int Version = 1;
    private const int AnswerMe = 0x01;

    internal static void Write(byte[] buffer, bool wantsAnswer, uint bootId, uint peerBootId, int messageBytesMax)
    {
        buffer[0] = Version;
        buffer[1] = (byte)(wantsAnswer ? AnswerMe : 0);
        Wire.PutUInt32(buffer, 2, bootId);
        Wire.PutUInt32(buffer, 6, peerBootId);
        Wire.PutUInt16(buffer, 10, messageBytesMax);
    }

    internal static bool IsValid(byte[] buffer, int offset, int count) =>
        count >= Bytes && buffer[offset] == Version && BootId(buffer, offset) != 0
        && MessageBytesMax(buffer, offset) >= Frame.BodyBytesMin - Frame.OverheadBytes;

    internal static bool WantsAnswer(byte[] buffer, int offset) => (buffer[offset + 1] & AnswerMe) != 0;

    internal static uint BootId(byte[] buffer, int offset) => Wire.UInt32(buffer, offset + 2);

    internal static uint PeerBootId(byte[] buffer, int offset) => Wire.UInt32(buffer, offset + 6);

    internal static int MessageBytesMax(byte[] buffer, int offset) => Wire.UInt16(buffer, offset + 10);
}
