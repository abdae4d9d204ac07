using FsCheck;
using FsCheck.Fluent;

namespace Edge.Core.Tests;

/// <summary>Random bytes that are nearly UTF-8: characters of every length, wildcards, and now and then what is none.</summary>
internal static class TextBytes
{
    /// <summary>What may lie before and behind a string in a buffer.</summary>
    public static readonly byte[][] Paddings = [[], [0], [0x80, 0xFF, 0], [.. "++++++++"u8], [0xF0, 0x9D, 0x84]];

    private static readonly byte[][] Pieces =
    [
        [.. "a"u8], [.. "Z"u8], [.. "/"u8], [.. "abcdefgh"u8], [.. "0123456"u8], [.. " !\"()*"u8], [.. "~"u8], [0x01], [0x7F],
        [.. "ü"u8], [.. "€"u8], [.. "𝄞"u8], [0xEF, 0xBB, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF], [0xED, 0x9F, 0xBF],
    ];

    private static readonly byte[][] Oddities =
    [
        [0], [.. "+"u8], [.. "#"u8], [0x80], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
    ];

    /// <summary>Such bytes, 0 to some hundreds; about half of them are no string of MQTT.</summary>
    public static readonly Arbitrary<byte[]> Arbitrary = Arb.From(
        Gen.Frequency((12, Gen.Elements(Pieces)), (1, Gen.Elements(Oddities))).ListOf()
            .Select(pieces => pieces.SelectMany(piece => piece).ToArray()),
        Shrunk);

    // Shorter by one byte, anywhere.
    private static IEnumerable<byte[]> Shrunk(byte[] bytes) =>
        Enumerable.Range(0, bytes.Length).Select(i => (byte[])[.. bytes[..i], .. bytes[(i + 1)..]]);
}
