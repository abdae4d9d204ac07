using System;

namespace Edge.Link;

/// <summary>What has come and waits for its user. Reliable frames stand in the places of the span until they are next
/// and the user has given back what was shown before; a place is acknowledged for good only when it is free again, and
/// that is the back-pressure.</summary>
internal sealed class MessageReceiver
{
    private const int MoreMark = 0x01;
    private const int TestMark = 0x02;
    private const int AckMark = 0x04;

    private readonly LinkCounters _counters;
    private readonly int _places;
    private readonly int _window;
    private readonly byte[][] _bodies;
    private readonly int[] _counts;
    private readonly byte[] _marks;
    private readonly MessageAssembly _reliable;
    private readonly MessageAssembly _unreliable;
    private byte[] _held;
    private int _head;
    private int _filled;
    private int _ahead;
    private int _sinceAck;
    private bool _hasToldHeld;

    internal MessageReceiver(LinkOptions options, LinkCounters counters)
    {
        _counters = counters;
        _places = options.Span;
        _window = options.Window;
        _bodies = new byte[_places][];
        for (int i = 0; i < _places; i++)
        {
            _bodies[i] = new byte[options.FrameBytesMax];
        }

        _counts = new int[_places];
        _marks = new byte[_places];
        _held = new byte[options.FrameBytesMax];
        _reliable = new MessageAssembly(options.MessageBytesMax);
        _unreliable = new MessageAssembly(options.MessageBytesMax);
        Shown = _held;
    }

    /// <summary>The buffer of the message that is shown.</summary>
    internal byte[] Shown { get; private set; }

    /// <summary>Where it starts.</summary>
    internal int ShownOffset { get; private set; }

    /// <summary>Bytes of the message; 0 when none is shown.</summary>
    internal int ShownCount { get; private set; }

    /// <summary>The sequence number of the next reliable frame that is not done with.</summary>
    internal int Next { get; private set; }

    /// <summary>True when the peer waits to be told what has come.</summary>
    internal bool IsAckDue { get; private set; }

    /// <summary>True when something came since the peer was told.</summary>
    internal bool IsAckPending => IsAckDue || _sinceAck > 0;

    /// <summary>True when <see cref="Next"/> alone does not say it all.</summary>
    internal bool NeedsBitmap => _filled > 0;

    internal void OnReliable(FrameDecoder frame, bool carriesAck)
    {
        int count = frame.PayloadCount - (carriesAck ? 1 : 0);
        int ahead = (frame.Sequence - Next) & 0xFF;
        if (count <= 0)
        {
            _counters.UnknownType++;
            return;
        }

        _sinceAck++;
        // A gap, a repetition or the end of what the peer has to say: it wants to know at once.
        IsAckDue |= ahead != _ahead || frame.Remaining == 0 || _sinceAck * 2 >= _window;
        int place = PlaceOf(ahead);
        if (ahead >= _places)
        {
            _counters.OutOfSequence += ahead < 0x80 ? 1 : 0;
            _counters.Duplicates += ahead < 0x80 ? 0 : 1;
        }
        else if (_counts[place] > 0)
        {
            _counters.Duplicates++;
        }
        else
        {
            int marks = frame.HasMore ? MoreMark : 0;
            marks |= frame.Type == FrameType.Test ? TestMark : 0;
            _marks[place] = (byte)(marks | (carriesAck ? AckMark : 0));
            _counts[place] = count;
            _bodies[place] = frame.TakeBody(_bodies[place]);
            _filled++;
            _ahead = ahead < _ahead ? _ahead : ahead + 1;
            Advance();
        }
    }

    internal void OnUnreliable(FrameDecoder frame, bool isFirst)
    {
        int count = frame.PayloadCount;
        if (count == 0)
        {
            _counters.UnknownType++;
        }
        else if (ShownCount > 0)
        {
            _unreliable.Clear();
            _counters.MessagesRefused++;
        }
        else if (isFirst && !frame.HasMore && count <= _unreliable.Bytes.Length)
        {
            _unreliable.Clear();
            _held = frame.TakeBody(_held);
            Show(_held, Frame.PayloadOffset, count);
        }
        else if (!_unreliable.Follows(frame.Sequence, isFirst))
        {
            _unreliable.Clear();
            _counters.FragmentsDropped++;
        }
        else if (!_unreliable.Append(frame.Body, Frame.PayloadOffset, count))
        {
            _counters.FragmentsDropped++;
        }
        else if (!frame.HasMore)
        {
            Show(_unreliable.Bytes, 0, _unreliable.Take());
        }
    }

    internal void Release()
    {
        ShownCount = 0;
        int next = Next;
        Advance();
        // The peer was told that its frames wait here, and may have no place for others until it hears more.
        IsAckDue |= _hasToldHeld && Next != next;
    }

    /// <summary>Writes the bitmap of what has come from <see cref="Next"/> on; bit 0 of the first byte is
    /// <see cref="Next"/> itself.</summary>
    /// <returns>Its bytes; none when nothing is there.</returns>
    internal int WriteBitmap(byte[] buffer)
    {
        int bytes = 0;
        if (_filled > 0)
        {
            bytes = (_ahead + 7) >> 3;
            Array.Clear(buffer, 0, bytes);
            for (int i = 0; i < _ahead; i++)
            {
                if (_counts[PlaceOf(i)] > 0)
                {
                    buffer[i >> 3] |= (byte)(1 << (i & 7));
                }
            }
        }

        return bytes;
    }

    internal void OnAckPut()
    {
        IsAckDue = false;
        _sinceAck = 0;
        _hasToldHeld = _counts[_head] > 0;
    }

    /// <summary>The peer is another one. A message that is shown stays.</summary>
    internal void Reset()
    {
        for (int i = 0; i < _places; i++)
        {
            _counts[i] = 0;
        }

        _head = 0;
        _filled = 0;
        _ahead = 0;
        _sinceAck = 0;
        _hasToldHeld = false;
        IsAckDue = false;
        Next = 0;
        _reliable.Clear();
        _unreliable.Clear();
    }

    private int PlaceOf(int ahead)
    {
        int place = _head + ahead;
        return place < _places ? place : (place - _places) % _places;
    }

    // Takes what is next out of its place, up to a message that can be shown.
    private void Advance()
    {
        while (ShownCount == 0 && _counts[_head] > 0)
        {
            int count = _counts[_head];
            int marks = _marks[_head];
            int offset = Frame.PayloadOffset + ((marks & AckMark) != 0 ? 1 : 0);
            if ((marks & TestMark) != 0)
            {
                _counters.TestBytesReceived += count;
            }
            else if ((marks & MoreMark) == 0 && _reliable.IsEmpty && count <= _reliable.Bytes.Length)
            {
                byte[] body = _bodies[_head];
                _bodies[_head] = _held;
                _held = body;
                Show(body, offset, count);
            }
            else
            {
                _counters.FragmentsDropped += _reliable.Append(_bodies[_head], offset, count) ? 0 : 1;
                if ((marks & MoreMark) == 0)
                {
                    int whole = _reliable.Take();
                    if (whole > 0)
                    {
                        Show(_reliable.Bytes, 0, whole);
                    }
                }
            }

            _counts[_head] = 0;
            _filled--;
            _ahead--;
            _head = _head + 1 < _places ? _head + 1 : 0;
            Next = (Next + 1) & 0xFF;
        }
    }

    private void Show(byte[] buffer, int offset, int count)
    {
        Shown = buffer;
        ShownOffset = offset;
        ShownCount = count;
        _counters.MessagesReceived++;
    }
}
