using System.Net;
using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Loop;
using Edge.Bridge.Probing;
using Edge.Bridge.Sessions;
using Edge.Bridge.Status;
using Edge.Link;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Links;

/// <summary>A raw line with one device at its other end, or several that take turns: our link on it, MQTT on the link.
/// The link heals the line.</summary>
internal sealed partial class Line : ILoopTask
{
    private readonly LineOptions _options;
    private readonly IByteStream _carrier;
    private readonly Func<string?> _carrierError;
    private readonly Func<long> _utcNow;
    private readonly ILogger _logger;
    private readonly RawLink _link;
    private readonly LineStation[] _stations;
    private bool _wasOpen;
    private bool _isAbsenceTold;

    /// <param name="line">What is configured.</param>
    /// <param name="guard">Says who is let in.</param>
    /// <param name="carrier">The line.</param>
    /// <param name="carrierError">Why the carrier is not open, or null.</param>
    /// <param name="options">What a device's session may use.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <param name="utcNow">Milliseconds since 1970, UTC; the devices are told.</param>
    /// <param name="logger">Told when the line comes and goes.</param>
    public Line(
        LineOptions line, LinkGuard guard, IByteStream carrier, Func<string?> carrierError, MqttServerOptions options,
        IDeviceOwner owner, Func<long> utcNow, ILogger logger)
    {
        _options = line;
        _carrier = carrier;
        _carrierError = carrierError;
        _utcNow = utcNow;
        _logger = logger;
        _link = new RawLink(line, Services.Of(line.Protocol), carrier);
        bool isAlone = _link.Stations.Length == 1;
        _stations =
        [
            .. _link.Stations.Select(station => new LineStation(
                isAlone ? line.Name : $"{line.Name}/{station.Station}", line.Protocol, station, guard, options, owner, logger)),
        ];
    }

    /// <summary>What was seen on the line, whoever sent it.</summary>
    public LinkCounters Counters => _link.Counters;

    /// <summary>How it is.</summary>
    public LinkStatus Status
    {
        get
        {
            bool isOpen = _carrier.State == StreamState.Open;
            return new LinkStatus(
                _options.Name,
                isOpen ? Answers() : "closed",
                isOpen ? null : _carrierError(),
                _stations.Count(station => station.HasDevice),
                _options.Port,
                FramesStatus.Of([_link.Counters, .. _link.Stations.Select(station => station.Counters)]),
                [.. _stations.Select(station => station.Status)]);
        }
    }

    /// <summary>Name, as configured.</summary>
    public string Name => _options.Name;

    /// <summary>Measures the way to a station from the next poll on.</summary>
    /// <param name="number">Which; null where there is but one.</param>
    /// <param name="seconds">How long.</param>
    /// <exception cref="ProbeRefusedException">There is no such station, or it is to be said which.</exception>
    public LinkProbe Probe(int? number, int seconds)
    {
        LineStation? station = number == null && _stations.Length == 1
            ? _stations[0]
            : _stations.FirstOrDefault(station => station.Link.Station == number);
        if (station == null)
        {
            string known = string.Join(", ", _options.Stations);
            throw number == null
                ? new ProbeRefusedException(HttpStatusCode.BadRequest, $"link {Name} has stations {known}: say which")
                : new ProbeRefusedException(HttpStatusCode.NotFound, $"link {Name} has no station {number}; it has {known}");
        }

        station.Probe = new LinkProbe(_options.Port ?? Name, "the running instance", _options, _link, station.Link, seconds);
        _carrier.Wake();
        return station.Probe;
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        TellTime(now);
        _link.Poll(now);
        int waitMs = Deadline.Idle;
        foreach (LineStation station in _stations)
        {
            waitMs = Deadline.Earlier(waitMs, station.Poll(now));
        }

        TellCarrier();
        return Deadline.Earlier(waitMs, _link.Poll(now));
    }

    // Anew each time, so that after an adjustment of the clock the next hello is right.
    private void TellTime(long now)
    {
        uint utcSeconds = (uint)(_utcNow() / 1000);
        foreach (LinkEndpoint station in _link.Stations)
        {
            station.SetUtc(utcSeconds, now);
        }
    }

    private string Answers()
    {
        int up = _stations.Count(station => station.Link.IsUp);
        return _stations.Length > 1 ? $"open, {up} of {_stations.Length} stations answer"
            : up == 1 ? "up" : "open, the other end is silent";
    }

    private void TellCarrier()
    {
        StreamState state = _carrier.State;
        if (state == StreamState.Open && !_wasOpen)
        {
            LogOpen(_options.Name);
            _isAbsenceTold = false;
        }
        else if (state == StreamState.Closed && !_isAbsenceTold && _carrierError() is { } error)
        {
            LogClosed(_options.Name, error);
            _isAbsenceTold = true;
        }

        _wasOpen = state == StreamState.Open;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: open")]
    private partial void LogOpen(string link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: {Error}; trying again")]
    private partial void LogClosed(string link, string error);
}
