using System.Text;

namespace Edge.Mqtt.Tests;

/// <summary>Packets as readable hex: spaces are ignored, text stands in quotes.</summary>
internal static class Hex
{
    public static byte[] Bytes(string hex)
    {
        List<byte> bytes = [];
        string[] parts = hex.Split('"');
        for (int i = 0; i < parts.Length; i++)
        {
            bytes.AddRange(i % 2 == 1
                ? Encoding.UTF8.GetBytes(parts[i])
                : Convert.FromHexString(parts[i].Replace(" ", "", StringComparison.Ordinal)));
        }

        return [.. bytes];
    }

    public static string Of(string hex) => Convert.ToHexString(Bytes(hex));
}
