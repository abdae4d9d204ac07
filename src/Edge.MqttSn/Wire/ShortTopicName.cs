namespace Edge.MqttSn;

/// <summary>A topic name of two characters, which stands in a message in place of an id (6.7).</summary>
public static class ShortTopicName
{
    /// <summary>Bytes of a short topic name.</summary>
    public const int Bytes = 2;

    /// <summary>True when the name is sent as it is: two printable ASCII characters, no wildcard and no level
    /// separator, because peers differ on anything else.</summary>
    public static bool Is(byte[] name, int offset, int count) =>
        count == Bytes && IsAllowed(name[offset]) && IsAllowed(name[offset + 1]);

    /// <summary>The two characters as a number.</summary>
    public static int Id(byte[] name, int offset) => (name[offset] << 8) | name[offset + 1];

    private static bool IsAllowed(int character) =>
        character >= ' ' && character <= '~' && character != '+' && character != '#' && character != '/';
}
