using Edge.Mqtt;
using Edge.Sensors;

namespace Edge.Node;

/// <summary>What a node says about itself, and what it is told.</summary>
internal sealed class NodeHandler : MqttHandler
{
    // The token of what is no reading; readings have 0.
    private const int AboutItself = 1;

    private static readonly byte[] Online = Utf8.GetBytes("online");

    private readonly SensorNode _node;
    private readonly Topic _status;
    private readonly Topic _interval;
    private readonly TopicFilter _measureCommand;
    private readonly TopicFilter _intervalCommand;
    private bool _isStatusDue;

    internal NodeHandler(SensorNode node, string name)
    {
        _node = node;
        _status = new Topic("sensors/" + name + "/status");
        _interval = new Topic("sensors/" + name + "/interval-ms");
        _measureCommand = new TopicFilter("cmd/" + name + "/measure");
        _intervalCommand = new TopicFilter("cmd/" + name + "/interval-ms");
        Will = new Will(_status, Utf8.GetBytes("offline"), QualityOfService.AtLeastOnce, true);
    }

    internal Will Will { get; }

    internal int Acknowledged { get; private set; }

    internal int CommandsDone { get; private set; }

    internal int CommandsRejected { get; private set; }

    /// <summary>Publishes the status if it is due and there is room.</summary>
    internal void Announce()
    {
        if (_isStatusDue)
        {
            PublishResult result = _node.Client.Publish(
                _status, Online, 0, Online.Length, QualityOfService.AtLeastOnce, true, AboutItself);
            _isStatusDue = result >= PublishResult.RefusedFull;
        }
    }

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token) => Acknowledged += token == AboutItself ? 0 : 1;

    /// <inheritdoc/>
    public override void OnConnected(bool isSessionPresent)
    {
        _isStatusDue = true;
        Announce();
    }

    /// <inheritdoc/>
    public override bool OnPublishReceived(PublishPacket publish)
    {
        byte[] buffer = publish.Buffer;
        bool isDone = false;
        if (_measureCommand.Matches(buffer, publish.TopicOffset, publish.TopicLength))
        {
            _node.MeasureNow();
            isDone = true;
        }
        else if (_intervalCommand.Matches(buffer, publish.TopicOffset, publish.TopicLength))
        {
            long milliseconds = Number(buffer, publish.PayloadOffset, publish.PayloadLength);
            isDone = PublishPolicy.IsSampleMs(milliseconds);
            if (isDone)
            {
                _node.SetInterval((int)milliseconds);
                _node.Client.Publish(
                    _interval, buffer, publish.PayloadOffset, publish.PayloadLength, QualityOfService.AtLeastOnce, true,
                    AboutItself);
            }
        }

        CommandsDone += isDone ? 1 : 0;
        CommandsRejected += isDone ? 0 : 1;
        return true;
    }

    // Digits alone; -1 when it is something else or too long to be an interval.
    private static long Number(byte[] buffer, int offset, int length)
    {
        if (length < 1 || length > 9)
        {
            return -1;
        }

        long number = 0;
        for (int i = 0; i < length; i++)
        {
            int digit = buffer[offset + i] - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }

            number = (number * 10) + digit;
        }

        return number;
    }
}
