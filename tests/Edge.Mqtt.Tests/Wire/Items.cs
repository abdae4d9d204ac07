using System.Text;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>An array that is equal to another with the same values: bytes of a field, filters of a packet.</summary>
internal sealed class Items<T>(params T[] values) : IEquatable<Items<T>>
{
    public T[] Values { get; } = values;

    public bool Equals(Items<T>? other) => other != null && Values.AsSpan().SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as Items<T>);

    public override int GetHashCode() => Values.Length;

    public override string ToString() => Values is byte[] bytes
        ? bytes.Length > 40 ? $"{bytes.Length} bytes" : $"{Convert.ToHexString(bytes)} '{Encoding.UTF8.GetString(bytes)}'"
        : string.Join(", ", Values);
}
