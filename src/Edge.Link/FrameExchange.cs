namespace Edge.Link;

/// <summary>What is done with frames, in and out, while the carrier is open: who answers what, and what goes
/// first.</summary>
internal sealed class FrameExchange
{
    // A peer that sends without end must not keep a poll from returning.
    private const int ReadsMax = 64;

    private readonly CarrierOpener _opener;
    private readonly LinkCounters _counters;
    private readonly FrameInput _input;
    private readonly FrameOutput _output;

    internal FrameExchange(IByteStream carrier, CarrierOpener opener, LinkOptions options, LinkCounters counters)
    {
        _opener = opener;
        _counters = counters;
        _input = new FrameInput(carrier, options, counters);
        _output = new FrameOutput(carrier, options, counters);
        Handshake = new Handshake(options, counters);
        Sender = new ReliableSender(options, counters);
        Receiver = new MessageReceiver(options, counters);
    }

    internal Handshake Handshake { get; }

    internal ReliableSender Sender { get; }

    internal MessageReceiver Receiver { get; }

    /// <summary>True when a frame waits for room in the carrier.</summary>
    internal bool IsBlocked => !_output.IsFree;

    /// <summary>Bytes that have left the carrier so far.</summary>
    internal long BytesLeft => _output.BytesLeft;

    /// <summary>The carrier is gone. The message in flight waits for the next one.</summary>
    internal void DropCarrier()
    {
        Handshake.LosePeer();
        _output.Drop();
        _input.Drop();
        Sender.Rewind();
    }

    /// <summary>Takes frames until there are none, or until there is a message that was not there before.</summary>
    /// <returns>True when there may be more.</returns>
    internal bool Receive(long now)
    {
        bool wasHeld = Receiver.HeldCount > 0;
        _input.Reads = 0;
        while (_input.Next())
        {
            OnFrame(_input.Decoder, now);
            if ((!wasHeld && Receiver.HeldCount > 0) || _input.Reads > ReadsMax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Fills the carrier with what is due: hellos first, without which the peer cannot read the
    /// rest.</summary>
    internal void Transmit(long now)
    {
        while (true)
        {
            _output.Flush();
            if (!_output.IsFree)
            {
                return;
            }

            if (Handshake.DueAt <= now)
            {
                _output.Put(FrameType.Hello, 0, Handshake.Say(now), 0, Hello.Bytes);
            }
            else if (!Handshake.IsUp)
            {
                return;
            }
            else if (Receiver.IsAckDue)
            {
                _output.Put(FrameType.Ack, Receiver.Next, Sender.Message, 0, 0);
                Receiver.OnAckPut();
            }
            else if (Sender.IsToSend)
            {
                _output.Put(FrameType.Reliable, Sender.Sequence, Sender.Message, 0, Sender.Count);
                Sender.OnPut(_output.BytesPut, now);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Sends a message once.</summary>
    /// <returns>False when something else still waits for room in the carrier.</returns>
    internal bool SendOnce(byte[] buffer, int offset, int count, long now)
    {
        Transmit(now);
        if (!_output.IsFree)
        {
            return false;
        }

        _output.Put(FrameType.Unreliable, 0, buffer, offset, count);
        _output.Flush();
        return true;
    }

    private void OnFrame(FrameDecoder frame, long now)
    {
        Sender.HearPeer();
        FrameType type = frame.Type;
        if (type == FrameType.Hello)
        {
            OnHello(frame, now);
            return;
        }

        _opener.OnPeerHeard();
        Handshake.HearPeer();
        if (type == FrameType.Reliable)
        {
            Receiver.OnReliable(frame);
        }
        else if (type == FrameType.Unreliable)
        {
            Receiver.OnUnreliable(frame);
        }
        else if (!Sender.OnAck(frame.Sequence, now))
        {
            _counters.OutOfSequence++;
        }
    }

    private void OnHello(FrameDecoder frame, long now)
    {
        if (Handshake.OnHello(frame, now))
        {
            uint seed = Handshake.FcsSeed;
            _output.Encoder.Seed = seed;
            _input.Decoder.Seed = seed;
            _input.Decoder.HasSeed = true;
            Sender.Reset();
            Receiver.Reset();
        }
        else if (Handshake.IsAnswerDue)
        {
            Sender.OnPeerAsks();
        }
    }
}
