using System.Buffers.Binary;
using System.Diagnostics;
using Edge.Bridge.Loop;
using Edge.Mqtt;

namespace Edge.Benchmarks.Bridges;

/// <summary>Sits at the upstream broker and sees every message arrive.</summary>
internal sealed class Subscriber : LoopClient
{
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _haveArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _awaited;

    /// <param name="loop">Runs it.</param>
    /// <param name="port">Of the upstream broker.</param>
    public Subscriber(EventLoop loop, int port)
        : base(loop, port, Options())
    {
        Client.Subscribe(new TopicFilter("#"), QualityOfService.AtMostOnce);
    }

    /// <summary>Called with the milliseconds from publishing to arrival, on the loop's thread.</summary>
    public Action<double>? Arrived { get; set; }

    /// <summary>When the last awaited message came, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long LastArrival { get; private set; }

    /// <summary>Connects and subscribes.</summary>
    public void StartAndWait()
    {
        Start();
        if (!_subscribed.Task.Wait(TimeSpan.FromSeconds(20)))
        {
            throw new TimeoutException("the upstream broker does not take the subscription");
        }
    }

    /// <summary>Awaits so many messages; before the first of them is published.</summary>
    public void Expect(int count)
    {
        _haveArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, count);
    }

    /// <summary>Waits for them.</summary>
    /// <exception cref="TimeoutException">Some have not come.</exception>
    public void WaitForAll(TimeSpan deadline)
    {
        if (!_haveArrived.Task.Wait(deadline))
        {
            throw new TimeoutException($"{_awaited} messages have not arrived");
        }
    }

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        if (message.PayloadLength != BridgeLoad.PayloadBytes)
        {
            // A bridge says that it is there.
            return true;
        }

        long publishedAt = BinaryPrimitives.ReadInt64LittleEndian(message.PayloadBuffer.AsSpan(message.PayloadOffset));
        Arrived?.Invoke(Stopwatch.GetElapsedTime(publishedAt).TotalMilliseconds);
        if (--_awaited == 0)
        {
            LastArrival = Stopwatch.GetTimestamp();
            _haveArrived.SetResult();
        }

        return true;
    }

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => _subscribed.TrySetResult();

    private static MqttClientOptions Options() => new("arrivals")
    {
        CleanSession = true,
        ReceiveBytes = 64 * 1024,
        SendBytes = 4096,
    };
}
