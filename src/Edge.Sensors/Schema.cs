using System;

namespace Edge.Sensors;

/// <summary>The fields of a reading, in their order.</summary>
public sealed class Schema
{
    private readonly Field[] _fields;

    /// <param name="fields">1 to 64 fields of different names.</param>
    /// <exception cref="ArgumentException">There are none or too many, or two of one name.</exception>
    public Schema(params Field[] fields)
    {
        if (fields.Length < 1 || fields.Length > 64)
        {
            throw new ArgumentException("a schema has 1 to 64 fields", nameof(fields));
        }

        _fields = fields;
        for (int i = 0; i < fields.Length; i++)
        {
            if (IndexOf(fields[i].NameBytes) != i)
            {
                throw new ArgumentException("two fields are called '" + fields[i].Name + "'", nameof(fields));
            }
        }
    }

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">0 to one less than <see cref="Count"/>.</param>
    public Field this[int index] => _fields[index];

    /// <summary>The place of a field.</summary>
    /// <returns>-1 when there is none of that name.</returns>
    public int IndexOf(string name) => IndexOf(Utf8.GetBytes(name));

    internal int IndexOf(byte[] name)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            if (Text.AreEqual(_fields[i].NameBytes, name))
            {
                return i;
            }
        }

        return -1;
    }
}
