using System;
using Edge.Link;

namespace Edge.Driver;

/// <summary>Drives a device's end of a link, with FCS-16 on a line of two, through one operation a call. The bridge's end
/// of it writes and reads frames here.</summary>
public sealed class LinkDriver
{
    private const uint OwnBootId = 7;
    private const uint PeerBootId = 9;
    private const int LongBytes = 120;
    private const int ShortBytes = 20;
    private const int FramesMax = 64;

    private readonly MemoryStream _stream = new MemoryStream();
    private readonly byte[] _message = new byte[LongBytes];
    private readonly Fcs _fcs = new Fcs(FrameCheck.Fcs16);
    private readonly FrameEncoder _peer;
    private readonly byte[][] _acks = new byte[256][];
    private readonly byte[][] _shorts = new byte[FramesMax][];
    private readonly byte[][] _longs = new byte[FramesMax][];
    private readonly LinkEndpoint _link;
    private long _now = 1;
    private int _sent;
    private int _came;

    /// <summary>Brings the link up.</summary>
    public LinkDriver()
    {
        for (int i = 0; i < LongBytes; i++)
        {
            // A zero in eight, as in readings.
            _message[i] = (byte)((i & 7) * 31);
        }

        _peer = new FrameEncoder(_fcs, true, 0);
        _link = new LinkEndpoint(
            _stream,
            new LinkOptions
            {
                BootId = OwnBootId,
                Check = FrameCheck.Fcs16,
                FrameBytesMax = 140,
                Window = 4,
                BitRate = 115200,
            });
        _link.Poll(_now);
        byte[] hello =
        {
            1, 2, (byte)PeerBootId, 0, 0, 0, (byte)OwnBootId, 0, 0, 0, 0, 1, 0, 1, 4, 16, 0, 0, 0, 0, 0,
        };
        _stream.Feed(Encode(FrameType.Hello, 0, hello, hello.Length));
        _link.Poll(_now);
        _peer.Seed = _fcs.Update(_fcs.Update(_fcs.Initial, PeerBootId), OwnBootId);
        _peer.IsReduced = true;
        _stream.Forget();
        for (int i = 0; i < 256; i++)
        {
            _acks[i] = Encode(FrameType.Ack, i, _message, 0);
        }

        for (int i = 0; i < FramesMax; i++)
        {
            _shorts[i] = Encode(FrameType.Reliable, i, _message, ShortBytes);
            _longs[i] = Encode(FrameType.Reliable, i, _message, LongBytes);
        }

        // Clean frames let it trust the line with long ones.
        for (int i = 0; i < 200; i++)
        {
            SendShort();
        }
    }

    /// <summary>True when the link is up and frames are as long as they are counted.</summary>
    public bool IsReady => _link.IsUp && _link.PayloadBytes >= LongBytes;

    /// <summary>A poll with nothing to do.</summary>
    public bool LinkIdle()
    {
        _link.Poll(++_now);
        return _stream.WrittenBytes == 0;
    }

    /// <summary>A reliable message of 20 bytes is sent in one frame, and its acknowledgement comes.</summary>
    public bool SendShort() => Send(ShortBytes);

    /// <summary>A reliable message of 120 bytes is sent in one frame, and its acknowledgement comes.</summary>
    public bool SendLong() => Send(LongBytes);

    /// <summary>A reliable message of 20 bytes comes, is released, and is acknowledged.</summary>
    public bool ReceiveShort() => Receive(_shorts, ShortBytes);

    /// <summary>A reliable message of 120 bytes comes, is released, and is acknowledged.</summary>
    public bool ReceiveLong() => Receive(_longs, LongBytes);

    private bool Send(int count)
    {
        bool isAccepted = _link.Send(_message, 0, count, true);
        _link.Poll(++_now);
        bool isWritten = _stream.WrittenBytes >= count + 6;
        _stream.Feed(_acks[++_sent & 0xFF]);
        _link.Poll(_now);
        _stream.Forget();
        return isAccepted && isWritten && _link.UnsentBytes == 0;
    }

    private bool Receive(byte[][] frames, int count)
    {
        _stream.Feed(frames[_came++]);
        _link.Poll(++_now);
        bool isShown = _link.Peek(out byte[] _, out int _, out int shown) && shown == count;
        _link.Release();
        _link.Poll(_now);
        bool isAcknowledged = _stream.WrittenBytes >= 6;
        _stream.Forget();
        return isShown && isAcknowledged;
    }

    private byte[] Encode(FrameType type, int sequence, byte[] payload, int count)
    {
        byte[] buffer = new byte[256];
        int end = _peer.Encode(buffer, 0, type, 0, sequence, 0, payload, 0, count);
        byte[] frame = new byte[end];
        Array.Copy(buffer, 0, frame, 0, end);
        return frame;
    }
}
