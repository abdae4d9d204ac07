using System.Reflection;

namespace Edge.Device.Tests.Memory;

/// <summary>Bytes that objects take on the nanoCLR of a 32-bit chip: its heap is made of blocks of 12 bytes.</summary>
internal static class HeapBlocks
{
    private const int BlockBytes = 12;
    private const int ArrayHeaderBytes = 20;

    /// <summary>An object and everything that it alone can reach.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="others">What belongs to somebody else.</param>
    public static int Reachable(object root, params object[] others)
    {
        HashSet<object> seen = new(others, ReferenceEqualityComparer.Instance);
        Queue<object> open = new([root]);
        int bytes = 0;
        while (open.TryDequeue(out object? next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            bytes += next is Array array ? OfArray(array) : BlockBytes * (1 + FieldsOf(next.GetType()).Count());
            foreach (object reference in ReferencesOf(next))
            {
                open.Enqueue(reference);
            }
        }

        return bytes;
    }

    private static IEnumerable<object> ReferencesOf(object from)
    {
        IEnumerable<object?> values = from is Array array
            ? array.Cast<object?>()
            : FieldsOf(from.GetType()).Select(field => field.GetValue(from));
        return values.OfType<object>().Where(value => !value.GetType().IsValueType);
    }

    // A field takes one block whatever it holds.
    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (Type? at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static int OfArray(Array array)
    {
        int elementBytes = Type.GetTypeCode(array.GetType().GetElementType()) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 => 4,
            TypeCode.Int64 or TypeCode.UInt64 => 8,
            // References are blocks as fields are.
            _ => BlockBytes,
        };
        int bytes = ArrayHeaderBytes + (array.Length * elementBytes);
        return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
    }
}
