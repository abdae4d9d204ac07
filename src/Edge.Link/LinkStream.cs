using System;

namespace Edge.Link;

/// <summary>A byte stream over reliable messages, as MQTT wants one. Each message is a header byte (bit 7 begins a
/// stream, bit 6 ends it, bits 5..0 number it) and data.</summary>
/// <remarks>
/// It is the only user of its link. The initiator (a device) opens; the acceptor (the bridge) listens when opened. The
/// first message that an initiator writes begins the stream, so that the acceptor hears of it only then. A stream ends
/// with the epoch of its link. What had been received before an end is still read.
/// </remarks>
public sealed class LinkStream : IByteStream
{
    private const int BeginBit = 0x80;
    private const int EndBit = 0x40;
    private const int NumberMask = 0x3F;
    private const int HeaderBytes = 1;

    private readonly IMessageLink _link;
    private readonly bool _isInitiator;
    private readonly byte[] _message;
    private readonly byte[] _end = new byte[HeaderBytes];
    private int _number;
    private int _epoch;
    private bool _isBeginDue;
    private bool _isEndDue;

    // Bytes read of the message shown by the link, its header included; 0 when it has not been looked at or is not
    // ours.
    private int _readBytes;

    /// <param name="link">The link; polled through this stream from now on.</param>
    /// <param name="isInitiator">True on the side that begins streams.</param>
    public LinkStream(IMessageLink link, bool isInitiator)
    {
        _link = link;
        _isInitiator = isInitiator;
        _message = new byte[link.MessageBytesMax];
    }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <inheritdoc/>
    public int UnsentBytes => _link.UnsentBytes;

    /// <inheritdoc/>
    public void Open(long now)
    {
        if (State != StreamState.Closed)
        {
            return;
        }

        State = StreamState.Opening;
        if (_isInitiator)
        {
            _number = (_number + 1) & NumberMask;
            _isBeginDue = true;
        }

        Advance();
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        int waitMs = _link.Poll(now);
        Advance();
        if (_isEndDue && (_link.Epoch != _epoch || _link.Send(_end, 0, HeaderBytes, true)))
        {
            _isEndDue = false;
        }

        return waitMs;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (_readBytes == 0
            || count <= 0
            || !_link.Peek(out byte[] message, out int messageOffset, out int messageCount))
        {
            return 0;
        }

        int taken = messageCount - _readBytes;
        taken = taken < count ? taken : count;
        Array.Copy(message, messageOffset + _readBytes, buffer, offset, taken);
        _readBytes += taken;
        if (_readBytes == messageCount)
        {
            bool isEnd = (message[messageOffset] & EndBit) != 0;
            Release();
            if (isEnd)
            {
                State = StreamState.Closed;
            }

            Advance();
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        int written = 0;
        while (written < count && State == StreamState.Open && _link.Epoch == _epoch)
        {
            // Another peer may allow more than the one at the start did.
            int preferredBytes = _link.PreferredBytes;
            int room = (preferredBytes < _message.Length ? preferredBytes : _message.Length) - HeaderBytes;
            int part = count - written < room ? count - written : room;
            _message[0] = (byte)(_number | (_isBeginDue ? BeginBit : 0));
            Array.Copy(buffer, offset + written, _message, HeaderBytes, part);
            if (!_link.Send(_message, 0, HeaderBytes + part, true))
            {
                break;
            }

            // A stream that begins ends the one before.
            _isEndDue &= !_isBeginDue;
            _isBeginDue = false;
            written += part;
        }

        return written;
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds) => _link.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => _link.Wake();

    /// <inheritdoc/>
    public void Close()
    {
        if (State == StreamState.Open && !_isBeginDue)
        {
            _end[0] = (byte)(_number | EndBit);
            _isEndDue = true;
        }

        State = StreamState.Closed;
        if (_readBytes > 0)
        {
            Release();
        }

        Advance();
    }

    private void Release()
    {
        _readBytes = 0;
        _link.Release();
    }

    // Looks at the message that the link shows, up to one that has bytes to read or that has to wait.
    private void Advance()
    {
        if (_isInitiator && State == StreamState.Opening && _link.IsUp)
        {
            State = StreamState.Open;
            // The end of a stream of an epoch that is over needs not be told.
            _isEndDue &= _link.Epoch == _epoch;
            _epoch = _link.Epoch;
        }

        while (_readBytes == 0)
        {
            bool isShown = _link.Peek(out byte[] message, out int offset, out int count);
            // What was shown when the epoch changed is of the epoch before.
            bool isShownOld = isShown && _link.ShownEpoch != _link.Epoch;
            if (State == StreamState.Open && _link.Epoch != _epoch && !isShownOld)
            {
                State = StreamState.Closed;
            }

            if (!isShown)
            {
                return;
            }

            int header = message[offset];
            if ((header & BeginBit) != 0 && !_isInitiator && !isShownOld)
            {
                if (State != StreamState.Opening)
                {
                    // The stream before is over; this one waits until somebody listens.
                    State = StreamState.Closed;
                    return;
                }

                State = StreamState.Open;
                _number = header & NumberMask;
                _epoch = _link.Epoch;
                _isEndDue = false;
                Show(header, count);
            }
            else if (State == StreamState.Open && header == (_number | (header & EndBit)))
            {
                Show(header, count);
            }
            else
            {
                Release();
            }
        }
    }

    // The message is ours. One without data has nothing to wait for.
    private void Show(int header, int count)
    {
        _readBytes = HeaderBytes;
        if (count == HeaderBytes)
        {
            Release();
            if ((header & EndBit) != 0)
            {
                State = StreamState.Closed;
            }
        }
    }
}
