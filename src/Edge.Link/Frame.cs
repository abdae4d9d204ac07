namespace Edge.Link;

/// <summary>The layout of a frame. Body: address, two header bytes, payload, check sequence lowest byte first; on a byte
/// line the body is stuffed by COBS and followed by a zero.</summary>
public static class Frame
{
    /// <summary>Ends a frame on the line, and occurs nowhere else there.</summary>
    public const byte Delimiter = 0;

    /// <summary>Where the payload begins in a body: after the address and two header bytes.</summary>
    public const int PayloadOffset = 3;

    /// <summary>The longest body, in bytes.</summary>
    public const int BodyBytesMax = 256;

    /// <summary>The smallest limit of the body that can be set: a hello has to fit.</summary>
    public const int BodyBytesMin = 32;

    /// <summary>The highest station number; the address has seven bits for it.</summary>
    public const int StationMax = 127;

    /// <summary>The most frames remaining that a header can tell; it stands for more as well.</summary>
    public const int RemainingMax = 15;

    // The shortest body that the frame size adapts to.
    internal const int AdaptedBodyBytesMin = 24;

    // Bit 7 of the address: sent by the primary.
    internal const int FromPrimary = 0x80;

    // Header 0: type in bits 7..5, then the bit that says a fragment follows, then the frames remaining in the turn.
    internal const int TypeShift = 5;
    internal const int MoreBit = 0x10;
    internal const int RemainingMask = 0x0F;

    // Of an acknowledgement: a bit for each place of the longest span.
    internal const int BitmapBytesMax = LinkOptions.SpanMax / 8;

    /// <summary>Bytes of a body that are not payload, with one check or the other.</summary>
    public static int OverheadBytes(int fcsBytes) => PayloadOffset + fcsBytes;

    /// <summary>The most bytes that a body takes on the line, its delimiter included and none before it.</summary>
    public static int LineBytesMax(int bodyBytes) => bodyBytes + 2 + ((bodyBytes - 1) / 254);
}
