using System;

namespace Edge.Link;

/// <summary>One end of a link on a byte line between two: it finds its peer, repeats what is lost, drops what is
/// damaged, and opens its carrier again when that has closed.</summary>
/// <remarks>
/// A message that is held when <see cref="Epoch"/> changes is of the epoch before, and stays valid until it is
/// released. While a message is held, acknowledgements are still heard; reliable messages of the peer wait there,
/// unreliable ones are lost and counted. What <see cref="Poll"/> returned holds until a message is sent or released;
/// then poll again.
/// </remarks>
public sealed class LinkEndpoint : IMessageLink
{
    private readonly IByteStream _carrier;
    private readonly CarrierOpener _opener;
    private readonly FrameExchange _exchange;
    private readonly Handshake _handshake;
    private readonly ReliableSender _sender;
    private readonly MessageReceiver _receiver;
    private bool _isCarrierOpen;
    private bool _isPollDue;
    private long _now;

    /// <param name="carrier">The line. The link opens it, and nobody else uses it.</param>
    /// <param name="options">What both ends are told; not to be changed afterwards.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LinkEndpoint(IByteStream carrier, LinkOptions options)
    {
        options.Validate();
        _carrier = carrier;
        _opener = new CarrierOpener(carrier, options, Counters);
        _exchange = new FrameExchange(carrier, _opener, options, Counters);
        _handshake = _exchange.Handshake;
        _sender = _exchange.Sender;
        _receiver = _exchange.Receiver;
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
            if (_isCarrierOpen)
            {
                _isCarrierOpen = false;
                _exchange.DropCarrier();
            }

            return Deadline.Earlier(waitMs, _opener.Poll(now));
        }

        if (!_isCarrierOpen)
        {
            _isCarrierOpen = true;
            _handshake.Ask(now);
        }

        bool hasMore = _exchange.Receive(now);
        if (_sender.Poll(_exchange.BytesLeft, now))
        {
            _handshake.Ask(now);
        }

        _exchange.Transmit(now);
        if (hasMore || _carrier.State != StreamState.Open)
        {
            return 0;
        }

        // Whatever waits for room waits for the carrier, which has heard of it only now.
        waitMs = Deadline.Earlier(
            waitMs, _exchange.IsBlocked ? _carrier.Poll(now) : Deadline.Remaining(_handshake.DueAt, now));
        return Deadline.Earlier(waitMs, _sender.WaitMs(_exchange.BytesLeft, now));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The message is empty or longer than allowed.</exception>
    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        if (count < 1 || count > MessageBytesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "a message has 1 to MessageBytesMax bytes");
        }

        if (!IsUp)
        {
            return false;
        }

        if (!isReliable)
        {
            if (!_exchange.SendOnce(buffer, offset, count, _now))
            {
                return false;
            }
        }
        else if (_sender.Count > 0)
        {
            return false;
        }
        else
        {
            _sender.Accept(buffer, offset, count);
            _exchange.Transmit(_now);
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
        if (_isCarrierOpen)
        {
            // The peer waits for this acknowledgement.
            _exchange.Transmit(_now);
        }
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
}
