using System;
using Edge.Storage;

namespace Edge.Driver;

/// <summary>An area in memory.</summary>
internal sealed class MemoryArea : IStorageArea
{
    private readonly byte[] _bytes;
    private readonly byte[] _blank;

    public MemoryArea(int capacityBytes)
    {
        _bytes = new byte[capacityBytes];
        _blank = new byte[capacityBytes];
        for (int i = 0; i < _blank.Length; i++)
        {
            _blank[i] = 0xFF;
        }

        EraseAll();
    }

    public int CapacityBytes => _bytes.Length;

    public bool Read(int position, byte[] buffer, int offset, int count)
    {
        Array.Copy(_bytes, position, buffer, offset, count);
        return true;
    }

    public bool Write(int position, byte[] bytes, int offset, int count)
    {
        Array.Copy(bytes, offset, _bytes, position, count);
        return true;
    }

    public bool EraseAll()
    {
        Array.Copy(_blank, 0, _bytes, 0, _bytes.Length);
        return true;
    }

    public bool Flush() => true;
}
