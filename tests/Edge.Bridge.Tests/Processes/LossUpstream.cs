using Edge.Bridge.Drill;
using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary>A real mosquitto upstream, with a subscriber that writes down what arrives and a client that sends commands,
/// both with sessions that it keeps. It is stopped with SIGTERM, which makes it save everything; or killed, and then saves
/// after every change: what it loses between an acknowledgement and its saving the bridge would be blamed for.</summary>
internal sealed class LossUpstream : IDrillUpstream
{
    // It tells who has subscribed. Without limits, because beyond them it acknowledges what it drops.
    private const string Settings =
        "log_dest stderr\nlog_type subscribe\nmax_queued_messages 0\nmax_inflight_messages 0\n";

    private const string SavesAlways = "autosave_on_changes true\nautosave_interval 1\n";

    private readonly Mosquitto _broker;
    private readonly bool _isKilled;
    private readonly NumberedClient _judge;
    private readonly NumberedClient _commander;
    private readonly string[] _filters;
    private bool _isSubscribed;

    public LossUpstream(DrillFlows flows, bool isKilled)
    {
        _isKilled = isKilled;
        _broker = new Mosquitto(isPersistent: true, isKilled ? Settings + SavesAlways : Settings);
        _filters = [.. flows.Down.Select(flow => flow.Topic.ToString())];
        _judge = new NumberedClient("judge", _broker.Port, [], flows.Up);
        _commander = new NumberedClient("commander", _broker.Port, flows.Down, []);
    }

    public int Port => _broker.Port;

    public bool IsSubscribed
    {
        get
        {
            _isSubscribed |= _judge.IsSubscribed && _filters.All(
                filter => _broker.Lines.Any(line => line.EndsWith(filter, StringComparison.Ordinal)));
            return _isSubscribed;
        }
    }

    public bool TryPublish(Flow flow) => _commander.TryPublish(flow);

    public void Cut()
    {
        if (_isKilled)
        {
            _broker.Kill();
        }
        else
        {
            _broker.Stop();
        }
    }

    public void Restore() => _broker.Restart();

    public void Dispose()
    {
        _judge.Dispose();
        _commander.Dispose();
        _broker.Dispose();
    }
}
