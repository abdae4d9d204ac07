using System;

namespace Edge.Link;

/// <summary>A byte line and who is on it: opens the carrier again when it has closed, gives frames to their stations and
/// lets send whose turn it is.</summary>
/// <remarks>Several stations are the primary's matter, and want half duplex. Their endpoints are polled through the
/// line: poll it, then use them, then poll it again before its wait counts.</remarks>
public sealed class LinkLine
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

    /// <param name="carrier">The line. It opens it, and nobody else uses it.</param>
    /// <param name="options">Of the primary of a half-duplex line; not to be changed afterwards.
    /// <see cref="LinkOptions.Station"/> is not used.</param>
    /// <param name="stations">Who is on the line: 1 or more different numbers, 0 to
    /// <see cref="Frame.StationMax"/>.</param>
    /// <exception cref="ArgumentException">An option or a station is out of its range.</exception>
    public LinkLine(IByteStream carrier, LinkOptions options, int[] stations)
    {
        options.Validated();
        if (!options.IsPrimary || !options.IsHalfDuplex)
        {
            throw new ArgumentException("several stations want the primary of a half-duplex line");
        }

        Counters = new LinkCounters();
        Fcs fcs = new Fcs(options.Check);
        _stations = new LinkEndpoint[stations.Length];
        for (int i = 0; i < stations.Length; i++)
        {
            _stations[i] = new LinkEndpoint(this, options, stations[i], fcs, new LinkCounters());
        }

        _byStation = ByStation(_stations, out _firstStation);
        _carrier = carrier;
        _opener = new CarrierOpener(carrier, options, Counters);
        _input = NewInput(carrier, options, fcs);
        _output = new FrameOutput(carrier, options.FrameBytesMax, Counters);
        _turns = new PrimaryTurns(carrier, _input, _output, options, _stations);
    }

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
            : options.IsPrimary ? new PrimaryTurns(carrier, _input, _output, options, _stations)
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

    private static LinkEndpoint?[] ByStation(LinkEndpoint[] stations, out int first)
    {
        if (stations.Length == 0)
        {
            throw new ArgumentException("a line has one station or more");
        }

        first = Frame.StationMax;
        int last = 0;
        for (int i = 0; i < stations.Length; i++)
        {
            int station = stations[i].Station;
            first = station < first ? station : first;
            last = station > last ? station : last;
        }

        LinkEndpoint?[] places = new LinkEndpoint?[last - first + 1];
        for (int i = 0; i < stations.Length; i++)
        {
            int place = stations[i].Station - first;
            if (places[place] != null)
            {
                throw new ArgumentException("each station is named once");
            }

            places[place] = stations[i];
        }

        return places;
    }

    private FrameInput NewInput(IByteStream carrier, LinkOptions options, Fcs fcs) => new FrameInput(
        carrier,
        new FrameDecoder(
            fcs, options.IsPrimary, _firstStation, _byStation.Length, new byte[options.FrameBytesMax], Counters),
        Counters);

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
