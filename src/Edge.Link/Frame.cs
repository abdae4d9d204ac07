namespace Edge.Link;

/// <summary>The layout of a frame. Body: address, two header bytes, payload, FCS-32 lowest byte first; on a byte line
/// the body is stuffed by COBS and followed by a zero.</summary>
public static class Frame
{
    /// <summary>Ends a frame on the line, and occurs nowhere else there.</summary>
    public const byte Delimiter = 0;

    /// <summary>Where the payload begins in a body: after the address and two header bytes.</summary>
    public const int PayloadOffset = 3;

    /// <summary>Bytes of the check sequence.</summary>
    public const int FcsBytes = 4;

    /// <summary>Bytes of a body that are not payload.</summary>
    public const int OverheadBytes = PayloadOffset + FcsBytes;

    /// <summary>The longest body, in bytes.</summary>
    public const int BodyBytesMax = 256;

    /// <summary>The smallest limit of the body that can be set: a hello has to fit.</summary>
    public const int BodyBytesMin = 24;

    /// <summary>The highest station number; the address has seven bits for it.</summary>
    public const int StationMax = 127;

    // Bit 7 of the address: sent by the primary.
    internal const int FromPrimary = 0x80;

    // Header 0: type in bits 7..5, then the bit that says a fragment follows, then the frames remaining in the turn.
    internal const int TypeShift = 5;
    internal const int MoreBit = 0x10;

    /// <summary>The most bytes that a body takes on the line, its delimiter included and none before it.</summary>
    public static int LineBytesMax(int bodyBytes) => bodyBytes + 2 + ((bodyBytes - 1) / 254);
}
