namespace Edge.Link;

/// <summary>A byte line and who is on it: opens the carrier again when it has closed, gives frames to their stations and
/// lets send whose turn it is.</summary>
/// <remarks>Several stations are the primary's matter, and want half duplex. Their endpoints are polled through the
/// line: poll it, then use them, then poll it again before its wait counts.</remarks>
public sealed partial class LinkLine
{
    // A peer that sends without end must not keep a poll from returning.
    private const int ReadsMax = 64;

    private readonly IByteStream _carrier;
    private readonly CarrierOpener _opener;
    private readonly FrameInput _input;
    private readonly FrameOutput _output;
    private readonly TurnTaking _turns;
    private readonly LinkEndpoint[] _stations;
    private readonly LinkEndpoint?[] _byStation;
    private readonly int _firstStation;
    private bool _isOpen;
    private bool _isPollDue;
    private long _now;

    internal LinkLine(IByteStream carrier, LinkOptions options, Fcs fcs, LinkEndpoint peer)
    {
        Counters = peer.Counters;
        _stations = new[] { peer };
        _byStation = new LinkEndpoint?[] { peer };
        _firstStation = options.Station;
        _carrier = carrier;
        _opener = new CarrierOpener(carrier, options, Counters);
        _input = NewInput(carrier, options, fcs);
        _output = new FrameOutput(carrier, options.FrameBytesMax, Counters);
        _turns = !options.IsHalfDuplex ? new FullDuplex(carrier, _output, options, peer)
            : options.IsPrimary ? NewPrimaryTurns(options)
            : new SecondaryTurns(carrier, _input, _output, options, peer);
    }

    /// <summary>What was seen on the line: frames good and bad. What concerns one station is in its endpoint's.</summary>
    public LinkCounters Counters { get; }

    /// <summary>The stations, in the order in which they were named.</summary>
    public LinkEndpoint[] Stations => _stations;

    /// <summary>Does what is due: the carrier, frames in and out, turns and time-outs.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <returns>Milliseconds until it wants to be polled again; holds until a message is sent or released.</returns>
    public int Poll(long now)
    {
        _now = now;
        _isPollDue = false;
        int waitMs = _carrier.Poll(now);
        if (_carrier.State != StreamState.Open)
        {
            if (_isOpen)
            {
                DropCarrier();
            }

            return Deadline.Earlier(waitMs, _opener.Poll(now));
        }

        if (!_isOpen)
        {
            _isOpen = true;
            _turns.OnOpen(now);
        }

        bool hasMore = Receive(now);
        _turns.Transmit(now);
        for (int i = 0; i < _stations.Length; i++)
        {
            _stations[i].Goodput.Look(_stations[i].Counters.BytesAcknowledged, now);
        }

        return hasMore || _carrier.State != StreamState.Open ? 0 : Deadline.Earlier(waitMs, _turns.WaitMs(now));
    }

    /// <summary>Waits as <see cref="IByteStream.Wait"/> does.</summary>
    public void Wait(int milliseconds)
    {
        // What was sent or released since the poll may have set a timer that the caller has not heard of.
        if (!_isPollDue)
        {
            _carrier.Wait(milliseconds);
        }
    }

    /// <summary>Ends a <see cref="Wait"/>, now or the next one. Any thread.</summary>
    public void Wake() => _carrier.Wake();

    /// <summary>Something was handed over or given back, and may go on the line.</summary>
    internal void OnUsed()
    {
        _isPollDue = true;
        if (_isOpen)
        {
            _turns.Transmit(_now);
        }
    }

    private FrameInput NewInput(IByteStream carrier, LinkOptions options, Fcs fcs) => new FrameInput(
        carrier,
        new FrameDecoder(
            fcs, options.IsPrimary, _firstStation, _byStation.Length, new byte[options.FrameBytesMax], Counters),
        Counters);

    private partial TurnTaking NewPrimaryTurns(LinkOptions options);

    private void DropCarrier()
    {
        _isOpen = false;
        _output.Drop();
        _input.Drop();
        for (int i = 0; i < _stations.Length; i++)
        {
            _stations[i].OnCarrierLost();
        }
    }

    // Takes frames until there are none, or until there is a message that was not there before; then there may be more.
    private bool Receive(long now)
    {
        _input.Reads = 0;
        while (_input.Next())
        {
            FrameDecoder frame = _input.Decoder;
            LinkEndpoint? peer = _byStation[frame.Station - _firstStation];
            if (peer == null)
            {
                Counters.WrongStation++;
                continue;
            }

            bool wasShown = peer.HasMessage;
            int remaining = frame.Remaining;
            int payloadBytes = frame.PayloadCount;
            if (frame.Type != FrameType.Hello)
            {
                _opener.OnPeerHeard();
            }

            if (peer.OnFrame(frame, now))
            {
                frame.SetSeed(peer.Station, peer.Encoder.Seed);
            }

            _turns.OnFrame(peer, remaining, payloadBytes, now);
            if ((!wasShown && peer.HasMessage) || _input.Reads > ReadsMax)
            {
                return true;
            }
        }

        return false;
    }
}
