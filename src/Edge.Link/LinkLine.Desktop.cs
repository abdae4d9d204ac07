using System;

namespace Edge.Link;

/// <summary>The primary of a half-duplex line, which is the desktop's: a line of several stations.</summary>
public sealed partial class LinkLine
{
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
        _turns = NewPrimaryTurns(options);
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

    private partial TurnTaking NewPrimaryTurns(LinkOptions options) =>
        new PrimaryTurns(_carrier, _input, _output, options, _stations);
}
