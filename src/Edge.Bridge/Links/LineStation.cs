using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Probing;
using Edge.Bridge.Sessions;
using Edge.Bridge.Status;
using Edge.Link;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Links;

/// <summary>One device's place on a raw line: MQTT on its end of the link.</summary>
internal sealed partial class LineStation
{
    private readonly string _name;
    private readonly LineProtocol _protocol;
    private readonly LinkEndpoint _link;
    private readonly MqttConnection _device;
    private readonly ILogger _logger;
    private bool _wasUp;
    private int _epoch;

    /// <param name="name">What it is called in logs.</param>
    /// <param name="protocol">What is to be spoken on it.</param>
    /// <param name="link">The way to it.</param>
    /// <param name="guard">Says who is let in.</param>
    /// <param name="options">What the device's session may use.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <param name="logger">Told when the device's end of the link comes and goes.</param>
    public LineStation(
        string name, LineProtocol protocol, LinkEndpoint link, LinkGuard guard, MqttServerOptions options,
        IDeviceOwner owner, ILogger logger)
    {
        _name = name;
        _protocol = protocol;
        _link = link;
        _logger = logger;
        _device = new MqttConnection(name, guard, options, new LinkStream(link, isInitiator: false), true, owner);
    }

    /// <summary>The way to it.</summary>
    public LinkEndpoint Link => _link;

    /// <summary>A device has its session here.</summary>
    public bool HasDevice => _device.Device != null;

    /// <summary>What measures the way to it now, or has; null before the first.</summary>
    public LinkProbe? Probe { get; set; }

    /// <summary>How it is.</summary>
    public StationStatus Status => StationStatus.Of(_link, _device.Device?.ClientId);

    /// <summary>Does what is due, after the line was polled if it has several stations.</summary>
    /// <returns>Milliseconds until it wants to be polled again.</returns>
    public int Poll(long now)
    {
        int waitMs = _device.Poll(now);
        TellPeer();
        if (Probe is { Over.IsCompleted: false } probe)
        {
            // After the device, so that tests take what room is left.
            waitMs = Deadline.Earlier(waitMs, probe.Poll(now));
            waitMs = Deadline.Earlier(waitMs, _link.Poll(now));
        }

        return waitMs;
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
        else if (_wasUp)
        {
            LogSilent(_name);
        }

        int services = _link.PeerServices;
        if (_link.Epoch != _epoch && services != 0 && (services & Services.Of(_protocol)) == 0)
        {
            LogOtherService(_name, string.Join(" and ", Services.Names(services)), _protocol);
        }

        _wasUp = _link.IsUp;
        _epoch = _link.Epoch;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: the other end is there{Remark}")]
    private partial void LogUp(string link, string remark);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: the other end is silent")]
    private partial void LogSilent(string link);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Link}: the other end says that it speaks {Services}, and this link is for {Protocol}: no device will come")]
    private partial void LogOtherService(string link, string services, LineProtocol protocol);
}
