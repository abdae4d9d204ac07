namespace Edge.Benchmarks.Clients;

/// <summary>Edge publishing: QoS 0 from a thread of its own; QoS 1 with the next message at each acknowledgement.</summary>
internal sealed class EdgePublisher : IPublishingClient
{
    private readonly EdgeConnection _connection;
    private readonly Workload _workload;
    private readonly QualityOfService _qualityOfService;
    private readonly Topic _topic = new(Workload.Topic);
    private readonly byte[] _payload = new byte[Workload.PayloadBytes];
    private readonly AutoResetEvent _allAcknowledged = new(false);
    private int _unpublished;
    private int _unacknowledged;

    public EdgePublisher(Workload workload, int port)
    {
        _workload = workload;
        _qualityOfService = (QualityOfService)workload.QualityOfService;
        _connection = new EdgeConnection(port, null, _qualityOfService) { Acknowledged = Acknowledged };
    }

    public void Publish(int count)
    {
        if (_qualityOfService == QualityOfService.AtMostOnce)
        {
            PublishAtMostOnce(count);
            return;
        }

        // From the first acknowledgement on both numbers are the handler's.
        _unacknowledged = count;
        _unpublished = count - Math.Min(count, _workload.Window);
        for (int i = Math.Min(count, _workload.Window); i > 0; i--)
        {
            PublishOne();
        }

        _allAcknowledged.WaitOne();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _allAcknowledged.Dispose();
    }

    private void PublishAtMostOnce(int count)
    {
        for (int sent = 0; sent < count;)
        {
            if (TryPublish())
            {
                sent++;
            }
            else
            {
                // The memory holds more than leaves in this time.
                Thread.Sleep(1);
            }
        }

        while (_connection.Client.Session.QueuedMessages > 0)
        {
            Thread.Sleep(1);
        }
    }

    private void Acknowledged()
    {
        if (_unpublished > 0)
        {
            _unpublished--;
            PublishOne();
        }

        if (--_unacknowledged == 0)
        {
            _allAcknowledged.Set();
        }
    }

    private void PublishOne()
    {
        if (!TryPublish())
        {
            throw new InvalidOperationException("the window of messages does not fit the memory");
        }
    }

    private bool TryPublish() => _connection.Client.Publish(
        _topic, _payload, 0, _payload.Length, _qualityOfService, false) is PublishResult.Accepted or PublishResult.Queued;
}
