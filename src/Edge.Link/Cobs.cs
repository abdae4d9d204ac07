namespace Edge.Link;

/// <summary>Consistent overhead byte stuffing (Cheshire and Baker, 1999), the writing half: takes the zeros out of
/// bytes and computes their check sequence in the same pass. The reading half is <see cref="FrameDecoder"/>.</summary>
/// <remarks>A block is a code byte and up to 254 bytes without a zero; a code below 255 stands for a zero after
/// them. Reduced (COBS/R), the last byte takes the place of the last code when it is not smaller.</remarks>
public sealed class Cobs
{
    // The code of a block of 254 bytes, which no zero follows.
    internal const int FullCode = 0xFF;

    private readonly uint[] _table;
    private byte[] _buffer = null!;
    private int _at;
    private int _codeAt;

    /// <param name="fcs">The check sequence to compute.</param>
    public Cobs(Fcs fcs) => _table = fcs.Table;

    /// <summary>The check register after the bytes so far.</summary>
    public uint Register { get; private set; }

    /// <summary>Starts to write.</summary>
    /// <param name="buffer">Has room for one byte more than comes, and one more for every 254 full bytes.</param>
    /// <param name="offset">Where writing starts.</param>
    /// <param name="register">The check register to start with.</param>
    public void Begin(byte[] buffer, int offset, uint register)
    {
        _buffer = buffer;
        _codeAt = offset;
        _at = offset + 1;
        Register = register;
    }

    /// <summary>Writes more bytes.</summary>
    public void Append(byte[] source, int offset, int count)
    {
        uint[] table = _table;
        uint register = Register;
        byte[] buffer = _buffer;
        int at = _at;
        int codeAt = _codeAt;
        int i = offset;
        int end = offset + count;
        while (i < end)
        {
            // Only now is it known that more follows a full block, which may also be the last.
            int room = codeAt + FullCode - at;
            if (room == 0)
            {
                buffer[codeAt] = FullCode;
                codeAt = at++;
                room = FullCode - 1;
            }

            int runEnd = end - i < room ? end : i + room;
            byte b = 1;
            while (i < runEnd)
            {
                b = source[i++];
                register = (register >> 8) ^ table[(register ^ b) & 0xFF];
                if (b == 0)
                {
                    break;
                }

                buffer[at++] = b;
            }

            if (b == 0)
            {
                buffer[codeAt] = (byte)(at - codeAt);
                codeAt = at++;
            }
        }

        Register = register;
        _at = at;
        _codeAt = codeAt;
    }

    /// <summary>Closes the last block.</summary>
    /// <param name="isReduced">True for COBS/R, which the reader must have said to understand.</param>
    /// <returns>Where writing ended; no delimiter is written.</returns>
    public int End(bool isReduced)
    {
        int code = _at - _codeAt;
        int last = _at - 1;
        if (isReduced && code > 1 && _buffer[last] >= code)
        {
            _buffer[_codeAt] = _buffer[last];
            return last;
        }

        _buffer[_codeAt] = (byte)code;
        return _at;
    }
}
