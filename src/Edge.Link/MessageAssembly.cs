using System;

namespace Edge.Link;

/// <summary>A message that comes in pieces.</summary>
internal sealed class MessageAssembly
{
    private int _count;
    private int _next = -1;
    private bool _isTooLong;

    internal MessageAssembly(int messageBytesMax) => Bytes = new byte[messageBytesMax];

    internal byte[] Bytes { get; }

    internal bool IsEmpty => _count == 0 && !_isTooLong;

    /// <summary>True when a piece with this number continues the message, or begins one.</summary>
    internal bool Follows(int sequence, bool isFirst)
    {
        bool isNext = isFirst || sequence == _next;
        if (isFirst)
        {
            Clear();
        }

        _next = isNext ? (sequence + 1) & 0xFF : -1;
        return isNext;
    }

    /// <returns>False when the message is longer than allowed; it will not be whole.</returns>
    internal bool Append(byte[] buffer, int offset, int count)
    {
        if (_isTooLong || count > Bytes.Length - _count)
        {
            _isTooLong = true;
            return false;
        }

        Array.Copy(buffer, offset, Bytes, _count, count);
        _count += count;
        return true;
    }

    /// <summary>Ends the message.</summary>
    /// <returns>Its bytes; 0 when it was too long.</returns>
    internal int Take()
    {
        int count = _isTooLong ? 0 : _count;
        Clear();
        return count;
    }

    internal void Clear()
    {
        _count = 0;
        _next = -1;
        _isTooLong = false;
    }
}
