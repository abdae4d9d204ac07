namespace Edge.MqttSn.Tests;

/// <summary>Bytes as tests write them.</summary>
internal static class Hex
{
    internal static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    internal static string Text(byte[] bytes, int offset, int count) =>
        string.Join(' ', bytes.Skip(offset).Take(count).Select(b => b.ToString("X2")));

    internal static string Text(byte[] bytes) => Text(bytes, 0, bytes.Length);
}
