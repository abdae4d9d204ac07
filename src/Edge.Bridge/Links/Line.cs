using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.Bridge.Status;
using Edge.Link;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Links;

/// <summary>A raw line with a device at its other end: our link on it, MQTT on the link. The link heals the line.</summary>
internal sealed partial class Line : ILoopTask
{
    private readonly string _name;
    private readonly IByteStream _carrier;
    private readonly Func<string?> _carrierError;
    private readonly LinkEndpoint _link;
    private readonly DeviceConnection _device;
    private readonly ILogger _logger;
    private bool _wasOpen;
    private bool _isAbsenceTold;
    private bool _wasUp;
    private int _epoch;

    /// <param name="line">What is configured: a full-duplex line.</param>
    /// <param name="guard">Says who is let in.</param>
    /// <param name="carrier">The line.</param>
    /// <param name="carrierError">Why the carrier is not open, or null.</param>
    /// <param name="options">What the device's session may use.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <param name="logger">Told when the line comes and goes.</param>
    public Line(
        LineOptions line, LinkGuard guard, IByteStream carrier, Func<string?> carrierError, MqttServerOptions options,
        IDeviceOwner owner, ILogger logger)
    {
        _name = line.Name;
        _carrier = carrier;
        _carrierError = carrierError;
        _logger = logger;
        _link = new LinkEndpoint(carrier, new LinkOptions
        {
            IsPrimary = true,
            Station = line.Stations[0],
            Check = line.Check,
            FrameBytesMax = line.FrameBytesMax,
            MessageBytesMax = 2048,
            Window = line.WindowFrames,
            Services = LinkServices.MqttStream,
            BitRate = line.Baud,
            BootId = (uint)Random.Shared.NextInt64(1, uint.MaxValue),
            Seed = (uint)Random.Shared.NextInt64(1, uint.MaxValue),
        });
        _device = new DeviceConnection(_name, guard, options, new LinkStream(_link, isInitiator: false), true, owner);
    }

    /// <summary>Vital signs of the link.</summary>
    public LinkCounters Counters => _link.Counters;

    /// <summary>How it is.</summary>
    public LinkStatus Status
    {
        get
        {
            LinkCounters counters = _link.Counters;
            long bad = counters.CheckFailed + counters.TooLong + counters.TooShort;
            bool isOpen = _carrier.State == StreamState.Open;
            return new LinkStatus(
                _name,
                !isOpen ? "closed" : _link.IsUp ? "up" : "open, the other end is silent",
                isOpen ? null : _carrierError(),
                _device.Device == null ? 0 : 1,
                new FramesStatus(
                    counters.FramesSent, counters.FramesReceived, bad, counters.FramesResent, counters.RoundTripMs));
        }
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        int waitMs = _device.Poll(now);
        TellCarrier();
        TellPeer();
        return waitMs;
    }

    private void TellCarrier()
    {
        StreamState state = _carrier.State;
        if (state == StreamState.Open && !_wasOpen)
        {
            LogOpen(_name);
            _isAbsenceTold = false;
        }
        else if (state == StreamState.Closed && !_isAbsenceTold && _carrierError() is { } error)
        {
            LogClosed(_name, error);
            _isAbsenceTold = true;
        }

        _wasOpen = state == StreamState.Open;
    }

    private void TellPeer()
    {
        if (_link.IsUp == _wasUp && _link.Epoch == _epoch)
        {
            return;
        }

        if (_link.IsUp)
        {
            LogUp(_name, _epoch != 0 && _link.Epoch != _epoch ? ", it was restarted" : "");
        }
        else
        {
            LogSilent(_name);
        }

        _wasUp = _link.IsUp;
        _epoch = _link.Epoch;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: open")]
    private partial void LogOpen(string link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: {Error}; trying again")]
    private partial void LogClosed(string link, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: the other end is there{Remark}")]
    private partial void LogUp(string link, string remark);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: the other end is silent")]
    private partial void LogSilent(string link);
}
