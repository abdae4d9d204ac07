using System;

namespace Edge.Link;

/// <summary>The reliable frames that wait or are under way: selective repeat. From the base on, the places of the span
/// hold first what was sent and then what waits; a line keeps the order of its frames, so one that was sent before
/// another that has arrived, and has not arrived itself, is lost.</summary>
internal sealed partial class ReliableSender
{
    private const int MoreMark = 0x01;
    private const int TestMark = 0x02;
    private const int LostMark = 0x04;
    private const int ArrivedMark = 0x08;
    private const int ResentMark = 0x10;
    private const int CopiedMark = 0x20;

    private readonly LinkCounters _counters;
    private readonly FrameSize _size;
    private readonly bool _isHalfDuplex;
    private readonly int _places;
    private readonly int _payloadBytesMax;
    private readonly byte[] _payloads;
    private readonly byte[] _counts;
    private readonly byte[] _marks;
    private readonly int[] _orders;

    // The place of the base, the places in use from there, and how many of those were sent.
    private int _head;
    private int _used;
    private int _sent;
    private int _lost;

    // The sequence number of the base.
    private int _sequence;

    // Every put has its number, so that one can say which came before which.
    private int _order;
    private int _orderOfTurn;
    private int _span;

    // Payload bytes of the longest frame that the peer takes.
    private int _frameLimit;

    internal ReliableSender(LinkOptions options, LinkCounters counters, FrameSize size)
    {
        _counters = counters;
        _size = size;
        _options = options;
        _isHalfDuplex = options.IsHalfDuplex;
        _places = options.Span;
        _span = _places;
        _payloadBytesMax = options.PayloadBytesMax;
        _frameLimit = _payloadBytesMax;
        _payloads = new byte[_places * _payloadBytesMax];
        _counts = new byte[_places];
        _marks = new byte[_places];
        _orders = new int[_places];
        _timer = new RetransmissionTimer(
            options.LineMs(Frame.LineBytesMax(options.FrameBytesMax) + 1 + options.AckLineBytes),
            InitialTimeOutMs,
            TimeOutMsMax);
    }

    /// <summary>Bytes accepted and not known to have arrived.</summary>
    internal int UnsentBytes { get; private set; }

    /// <summary>Frames accepted and not sent yet.</summary>
    internal int Waiting => _used - _sent;

    /// <summary>Frames that want to go on the line now: the lost ones, and new ones as far as the span reaches.</summary>
    internal int Due
    {
        get
        {
            int fresh = (_used < _span ? _used : _span) - _sent;
            return _lost + (fresh > 0 ? fresh : 0);
        }
    }

    /// <summary>How many of <see cref="Due"/> were lost before.</summary>
    internal int Lost => _lost;

    /// <summary>True when the next frame has room for an acknowledgement.</summary>
    internal bool CanCarryAck
    {
        get
        {
            int place = PlaceOf(NextIndex());
            return (_marks[place] & TestMark) == 0 && _counts[place] < _frameLimit;
        }
    }

    /// <summary>What the two ends have agreed on.</summary>
    internal void Limit(int payloadBytesMax, int span)
    {
        _frameLimit = payloadBytesMax;
        _span = span;
    }

    /// <summary>Takes a message whole or not at all, cut into frames of equal size.</summary>
    /// <param name="buffer">Copied before the call returns.</param>
    /// <param name="offset">Where the message starts.</param>
    /// <param name="count">At least 1 byte.</param>
    /// <param name="isTest">True when the other end is to throw it away.</param>
    /// <param name="waitingMax">With so many frames waiting nothing more is taken.</param>
    internal bool Accept(byte[] buffer, int offset, int count, bool isTest, int waitingMax)
    {
        int payloadBytes = _size.PayloadBytes;
        int pieces = (count + payloadBytes - 1) / payloadBytes;
        if (Waiting >= waitingMax || pieces > _places - _used)
        {
            return false;
        }

        UnsentBytes += count;
        for (; pieces > 0; pieces--)
        {
            int part = (count + pieces - 1) / pieces;
            int place = PlaceOf(_used);
            Array.Copy(buffer, offset, _payloads, place * _payloadBytesMax, part);
            _counts[place] = (byte)part;
            _marks[place] = (byte)((isTest ? TestMark : 0) | (pieces > 1 ? MoreMark : 0));
            _used++;
            offset += part;
            count -= part;
        }

        return true;
    }

    /// <summary>Puts the next frame. Only when one is due.</summary>
    /// <param name="output">Free.</param>
    /// <param name="encoder">Of the peer.</param>
    /// <param name="acknowledged">What the frame acknowledges, or -1 when it carries none.</param>
    /// <param name="remaining">Frames that follow in this turn, as the header says it.</param>
    internal void Put(FrameOutput output, FrameEncoder encoder, int acknowledged, int remaining)
    {
        int index = NextIndex();
        int place = PlaceOf(index);
        int marks = _marks[place];
        if (index == _sent)
        {
            _sent++;
        }
        else
        {
            _lost--;
            _counters.FramesResent++;
            marks = (marks & ~(LostMark | CopiedMark)) | ResentMark;
            _marks[place] = (byte)marks;
        }

        PutPlace(output, encoder, index, acknowledged, remaining);
    }

    /// <summary>Puts a second copy of a frame that was lost before and is in this turn: the oldest that has
    /// none.</summary>
    /// <returns>False when there is none.</returns>
    internal bool PutCopy(FrameOutput output, FrameEncoder encoder, int remaining)
    {
        for (int i = 0; i < _sent; i++)
        {
            int place = PlaceOf(i);
            if ((_marks[place] & (ArrivedMark | LostMark | CopiedMark | ResentMark)) == ResentMark
                && _orders[place] - _orderOfTurn > 0)
            {
                _marks[place] |= CopiedMark;
                _counters.FramesResent++;
                PutPlace(output, encoder, i, -1, remaining);
                return true;
            }
        }

        return false;
    }

    /// <summary>The turn in which these frames were put is over: an acknowledgement in the next one speaks of all of
    /// them.</summary>
    internal void OnTurnEnd() => _orderOfTurn = _order;

    /// <summary>Takes an acknowledgement: all before <paramref name="next"/>, and of those from there on the ones whose
    /// bits are set.</summary>
    /// <returns>False when it speaks of frames that are not under way.</returns>
    internal bool OnAck(int next, byte[] bitmap, int offset, int bytes, long now)
    {
        int before = (next - _sequence) & 0xFF;
        if (before > _sent)
        {
            _counters.OutOfSequence++;
            return false;
        }

        int latest = _order - 0x40000000;
        bool isProgress = before > 0;
        for (int i = 0; i < before; i++)
        {
            latest = OnArrived(_head, latest, now);
            Release();
        }

        int shown = bytes * 8 < _sent ? bytes * 8 : _sent;
        for (int i = 0; i < shown; i++)
        {
            if ((bitmap[offset + (i >> 3)] & (1 << (i & 7))) != 0)
            {
                int place = PlaceOf(i);
                isProgress |= (_marks[place] & ArrivedMark) == 0;
                latest = OnArrived(place, latest, now);
            }
        }

        MarkLost(_isHalfDuplex ? _orderOfTurn + 1 : latest);
        if (isProgress)
        {
            OnProgress(now);
        }

        return true;
    }

    /// <summary>The way to the peer is new: what was sent and has not arrived is sent again.</summary>
    internal void Rewind()
    {
        for (int i = 0; i < _sent; i++)
        {
            int place = PlaceOf(i);
            if ((_marks[place] & (ArrivedMark | LostMark)) == 0)
            {
                _marks[place] |= LostMark;
                _lost++;
            }
        }

        RestoreTimer();
    }

    /// <summary>The peer is another one: what has not arrived is lost and the sequence starts anew.</summary>
    internal void Reset()
    {
        for (int i = 0; i < _used; i++)
        {
            if ((_marks[PlaceOf(i)] & (MoreMark | TestMark)) == 0)
            {
                _counters.MessagesDropped++;
            }
        }

        _head = 0;
        _used = 0;
        _sent = 0;
        _lost = 0;
        _sequence = 0;
        UnsentBytes = 0;
        ResetTimer();
    }

    private void PutPlace(FrameOutput output, FrameEncoder encoder, int index, int acknowledged, int remaining)
    {
        int place = PlaceOf(index);
        int marks = _marks[place];
        _orders[place] = ++_order;
        FrameType type = (marks & TestMark) != 0 ? FrameType.Test
            : acknowledged >= 0 ? FrameType.ReliableAck : FrameType.Reliable;
        output.Put(
            encoder, type, remaining | ((marks & MoreMark) != 0 ? Frame.MoreBit : 0), (_sequence + index) & 0xFF,
            acknowledged, _payloads, place * _payloadBytesMax, _counts[place]);
        OnPut(output.BytesPut);
    }

    // One of two copies tells little about how many are lost.
    private void Resolve(int place, bool isLost)
    {
        if ((_marks[place] & CopiedMark) == 0)
        {
            _size.OnResolved(_counts[place], isLost);
        }
    }

    private int PlaceOf(int index)
    {
        int place = _head + index;
        return place < _places ? place : place - _places;
    }

    // The first lost frame, or the first that was never sent.
    private int NextIndex()
    {
        int index = _sent;
        if (_lost > 0)
        {
            index = 0;
            while ((_marks[PlaceOf(index)] & LostMark) == 0)
            {
                index++;
            }
        }

        return index;
    }

    private int OnArrived(int place, int latest, long now)
    {
        int marks = _marks[place];
        int order = _orders[place];
        if ((marks & LostMark) != 0)
        {
            _lost--;
        }

        if ((marks & ArrivedMark) == 0)
        {
            UnsentBytes -= _counts[place];
            _counters.BytesAcknowledged += _counts[place];
            Resolve(place, false);
            SampleRoundTrip(order, (marks & ResentMark) != 0, now);
        }

        _marks[place] = (byte)((marks & ~LostMark) | ArrivedMark);
        return order - latest > 0 ? order : latest;
    }

    private void Release()
    {
        if ((_marks[_head] & (MoreMark | TestMark)) == 0)
        {
            _counters.MessagesAcknowledged++;
        }

        _head = _head + 1 < _places ? _head + 1 : 0;
        _sequence = (_sequence + 1) & 0xFF;
        _used--;
        _sent--;
    }

    private void MarkLost(int beforeOrder)
    {
        for (int i = 0; i < _sent; i++)
        {
            int place = PlaceOf(i);
            if ((_marks[place] & (ArrivedMark | LostMark)) == 0 && _orders[place] - beforeOrder < 0)
            {
                _marks[place] |= LostMark;
                _lost++;
                Resolve(place, true);
            }
        }
    }
}
