using Edge.Sensors;

namespace Edge.Node;

/// <summary>What a node says about itself, and what it is told.</summary>
internal sealed class NodeHandler : ClientHandler
{
    // The tokens of what is no reading; readings have 0.
    internal const int AboutItself = 1;
    private const int Farewell = 2;

    private static readonly byte[] Online = Utf8.GetBytes("online");
    private static readonly byte[] Offline = Utf8.GetBytes("offline");

    private readonly SensorNode _node;
    private readonly IClient _client;
    private readonly Topic _status;
    private readonly Topic _interval;
    private readonly TopicFilter _measureCommand;
    private readonly TopicFilter _intervalCommand;
    private bool _isOnlineDue;
    private bool _isOfflineTaken;

    internal NodeHandler(SensorNode node, IClient client, string name)
    {
        _node = node;
        _client = client;
        _status = new Topic("sensors/" + name + "/status");
        _interval = new Topic("sensors/" + name + "/interval-ms");
        _measureCommand = new TopicFilter("cmd/" + name + "/measure");
        _intervalCommand = new TopicFilter("cmd/" + name + "/interval-ms");
        Will = new Will(_status, Offline, QualityOfService.AtLeastOnce, true);
    }

    internal Will Will { get; }

    internal int Acknowledged { get; private set; }

    internal int CommandsDone { get; private set; }

    internal int CommandsRejected { get; private set; }

    /// <summary>The broker knows that the node is going.</summary>
    internal bool IsOfflineKnown { get; private set; }

    /// <summary>Publishes the status if it is due and there is room.</summary>
    internal void Announce()
    {
        if (_isOnlineDue)
        {
            _isOnlineDue = !IsTaken(Online, AboutItself);
        }
    }

    /// <summary>Publishes that the node is going, once, as soon as there is room.</summary>
    internal void SayGoodbye()
    {
        _isOnlineDue = false;
        if (!_isOfflineTaken)
        {
            _isOfflineTaken = IsTaken(Offline, Farewell);
        }
    }

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token)
    {
        Acknowledged += token == 0 ? 1 : 0;
        IsOfflineKnown |= token == Farewell;
    }

    /// <inheritdoc/>
    public override void OnConnected(bool isSessionPresent)
    {
        _isOnlineDue = true;
        Announce();
    }

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        byte[] topic = message.TopicBuffer;
        bool isDone = false;
        if (_measureCommand.Matches(topic, message.TopicOffset, message.TopicLength))
        {
            _node.MeasureNow();
            isDone = true;
        }
        else if (_intervalCommand.Matches(topic, message.TopicOffset, message.TopicLength))
        {
            byte[] payload = message.PayloadBuffer;
            long milliseconds = Number(payload, message.PayloadOffset, message.PayloadLength);
            isDone = PublishPolicy.IsSampleMs(milliseconds);
            if (isDone)
            {
                _node.SetInterval((int)milliseconds);
                _client.Publish(
                    _interval, payload, message.PayloadOffset, message.PayloadLength, QualityOfService.AtLeastOnce, true,
                    AboutItself);
            }
        }

        CommandsDone += isDone ? 1 : 0;
        CommandsRejected += isDone ? 0 : 1;
        return true;
    }

    private bool IsTaken(byte[] status, int token) => _client.Publish(
        _status, status, 0, status.Length, QualityOfService.AtLeastOnce, true, token) < PublishResult.RefusedFull;

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
