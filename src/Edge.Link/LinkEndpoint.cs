using System;

namespace Edge.Link;

/// <summary>One end of a link on a byte line between two: it finds its peer, repeats what is lost, drops what is damaged,
/// and opens its carrier again when that has closed.</summary>
/// <remarks>
/// A message that is held when <see cref="Epoch"/> changes is of the epoch before, and stays valid until it is released.
/// While a message is held, acknowledgements are still heard; reliable messages of the peer wait there, unreliable ones
/// are lost and counted. What <see cref="Poll"/> returned holds until a message is sent or released; then poll again.
/// </remarks>
public sealed class LinkEndpoint : IMessageLink
{
    // A peer that sends without end must not keep Poll from returning.
    private const int ReadsMax = 64;

    private readonly IByteStream _carrier;
    private readonly CarrierOpener _opener;
    private readonly Handshake _handshake;
    private readonly FrameOutput _output;
    private readonly ReliableSender _sender;
    private readonly MessageReceiver _receiver;
    private readonly FrameInput _input;
    private bool _isCarrierOpen;
    private bool _isPollDue;
    private long _now;

    /// <param name="carrier">The line. The link opens it, and nobody else uses it.</param>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LinkEndpoint(IByteStream carrier, LinkOptions options)
    {
        options.Validate();
        _carrier = carrier;
        _opener = new CarrierOpener(carrier, options, Counters);
        _handshake = new Handshake(options, Counters);
        _output = new FrameOutput(carrier, options, Counters);
        _sender = new ReliableSender(options, Counters);
        _receiver = new MessageReceiver(options, Counters);
        _input = new FrameInput(carrier, options, Counters);
    }

    /// <summary>What the link has done and seen.</summary>
    public LinkCounters Counters { get; } = new LinkCounters();

    /// <inheritdoc/>
    public bool IsUp => _handshake.IsUp;

    /// <inheritdoc/>
    public int Epoch => _handshake.Epoch;

    /// <inheritdoc/>
    public int MessageBytesMax => _handshake.MessageBytesMax;

    /// <inheritdoc/>
    public int UnsentBytes => _sender.Count;

    /// <inheritdoc/>
    public int Poll(long now)
    {
        _now = now;
        _isPollDue = false;
        int waitMs = _carrier.Poll(now);
        if (_carrier.State != StreamState.Open)
        {
            DropCarrier();
            return Deadline.Earlier(waitMs, _opener.Poll(now));
        }

        if (!_isCarrierOpen)
        {
            _isCarrierOpen = true;
            _handshake.Ask(now);
        }

        bool hasMore = Receive(now);
        if (_sender.Poll(_output.BytesLeft, now))
        {
            _handshake.Ask(now);
        }

        Transmit();
        if (hasMore || _carrier.State != StreamState.Open)
        {
            return 0;
        }

        // Whatever waits for room waits for the carrier, which has heard of it only now.
        waitMs = Deadline.Earlier(
            waitMs, _output.IsFree ? Deadline.Remaining(_handshake.DueAt, now) : _carrier.Poll(now));
        return Deadline.Earlier(waitMs, _sender.WaitMs(_output.BytesLeft, now));
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        if (count < 1 || count > MessageBytesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "a message has 1 to MessageBytesMax bytes");
        }

        if (!IsUp || (isReliable && _sender.Count > 0))
        {
            return false;
        }

        if (isReliable)
        {
            _sender.Accept(buffer, offset, count);
            Transmit();
        }
        else
        {
            Transmit();
            if (!_isCarrierOpen || !_output.IsFree)
            {
                return false;
            }

            _output.Put(FrameType.Unreliable, 0, buffer, offset, count);
            _output.Flush();
        }

        _isPollDue = true;
        Counters.MessagesSent++;
        return true;
    }

    /// <inheritdoc/>
    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        buffer = _receiver.Held;
        offset = Frame.PayloadOffset;
        count = _receiver.HeldCount;
        return count > 0;
    }

    /// <inheritdoc/>
    public void Release()
    {
        _isPollDue = true;
        _receiver.Release();
        Transmit();
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds)
    {
        // What was sent or released since the poll may have set a timer that the caller has not heard of.
        if (!_isPollDue)
        {
            _carrier.Wait(milliseconds);
        }
    }

    /// <inheritdoc/>
    public void Wake() => _carrier.Wake();

    // Messages in flight wait for the next carrier.
    private void DropCarrier()
    {
        if (_isCarrierOpen)
        {
            _isCarrierOpen = false;
            _handshake.LosePeer();
            _output.Drop();
            _input.Drop();
            _sender.Rewind();
        }
    }

    // Takes frames until there are none, or until there is a message that was not there before.
    private bool Receive(long now)
    {
        bool wasHeld = _receiver.HeldCount > 0;
        _input.Reads = 0;
        while (_input.Next())
        {
            OnFrame(_input.Decoder, now);
            if ((!wasHeld && _receiver.HeldCount > 0) || _input.Reads > ReadsMax)
            {
                return true;
            }
        }

        return false;
    }

    private void OnFrame(FrameDecoder frame, long now)
    {
        _sender.HearPeer();
        FrameType type = frame.Type;
        if (type == FrameType.Hello)
        {
            if (_handshake.OnHello(frame, now))
            {
                StartEpoch();
            }
            else if (_handshake.IsAnswerDue)
            {
                _sender.OnPeerAsks();
            }

            return;
        }

        _opener.OnPeerHeard();
        _handshake.HearPeer();
        if (type == FrameType.Reliable)
        {
            _receiver.OnReliable(frame);
        }
        else if (type == FrameType.Unreliable)
        {
            _receiver.OnUnreliable(frame);
        }
        else if (!_sender.OnAck(frame.Sequence, now))
        {
            Counters.OutOfSequence++;
        }
    }

    private void StartEpoch()
    {
        uint seed = _handshake.FcsSeed;
        _output.Encoder.Seed = seed;
        _input.Decoder.Seed = seed;
        _input.Decoder.HasSeed = true;
        _sender.Reset();
        _receiver.Reset();
    }

    // Fills the carrier with what is due: hellos first, without which the peer cannot read the rest.
    private void Transmit()
    {
        if (!_isCarrierOpen)
        {
            return;
        }

        while (true)
        {
            _output.Flush();
            if (!_output.IsFree)
            {
                return;
            }

            if (_handshake.DueAt <= _now)
            {
                _output.Put(FrameType.Hello, 0, _handshake.Say(_now), 0, Hello.Bytes);
            }
            else if (!IsUp)
            {
                return;
            }
            else if (_receiver.IsAckDue)
            {
                _output.Put(FrameType.Ack, _receiver.Next, _sender.Message, 0, 0);
                _receiver.OnAckPut();
            }
            else if (_sender.IsToSend)
            {
                _output.Put(FrameType.Reliable, _sender.Sequence, _sender.Message, 0, _sender.Count);
                _sender.OnPut(_output.BytesPut, _now);
            }
            else
            {
                return;
            }
        }
    }
}
