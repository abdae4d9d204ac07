using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Edge.Mqtt;

/// <summary>An <see cref="MqttClient"/> with a thread of its own, for programs that await. It connects again by itself.</summary>
/// <remarks>Any thread may call. A cancelled wait takes nothing back: a message that was accepted is still delivered.</remarks>
public sealed partial class AsyncMqttClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _publishes = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _subscriptions = new();
    private readonly TaskCompletionSource _connected = NewSource();
    private readonly TaskCompletionSource _ended = NewSource();
    private readonly IByteStream _stream;
    private readonly MqttClient _client;
    private readonly Thread _thread;
    private TaskCompletionSource _room = NewSource();
    private int _isStarted;

    // Not from 1: a session store may bring tokens of an earlier life back.
    private int _token = Random.Shared.Next();

    /// <param name="options">As for <see cref="MqttClient"/>; the defaults suit a device, so a desktop wants larger
    /// buffers.</param>
    /// <param name="stream">The way to the server; it is closed in the end and not disposed of.</param>
    /// <exception cref="ArgumentException">The options contradict each other or a rule.</exception>
    public AsyncMqttClient(MqttClientOptions options, IByteStream stream)
    {
        _stream = stream;
        _client = new MqttClient(options, stream, new Handler(this));
        _thread = new Thread(Run) { IsBackground = true, Name = "MQTT" };
    }

    /// <summary>A message has come: its topic, and its payload, which may be kept. On the client's thread, which waits for
    /// it: nothing of this client may be waited for in it. An exception closes the connection, and with QoS 1 and 2 the
    /// message comes again. Set it before subscribing; a session that the server kept brings messages at once.</summary>
    public Action<string, ReadOnlyMemory<byte>>? MessageReceived { get; set; }

    /// <summary>Counters, state and reasons.</summary>
    public Session Session => _client.Session;

    /// <summary>Starts the client; completes at the first connection, however often it has to be tried.</summary>
    /// <exception cref="InvalidOperationException">The server refuses the client. It is asked again, slowly, until this
    /// is disposed of.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _thread.Start();
        }

        return _connected.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Publishes text as UTF-8; see the other form.</summary>
    public Task PublishAsync(
        string topic,
        string payload,
        QualityOfService qualityOfService,
        bool isRetained = false,
        CancellationToken cancellationToken = default) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qualityOfService, isRetained, cancellationToken);

    /// <summary>Publishes; completes when the server has acknowledged the message, QoS 0 when it was accepted here. Waits
    /// for room when memory is full.</summary>
    /// <exception cref="ArgumentException">The topic is none.</exception>
    /// <exception cref="InvalidOperationException">The message is larger than the client's memory, was dropped for a newer
    /// one, or could not be stored.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed of before the acknowledgement came.</exception>
    public async Task PublishAsync(
        string topic,
        ReadOnlyMemory<byte> payload,
        QualityOfService qualityOfService,
        bool isRetained = false,
        CancellationToken cancellationToken = default)
    {
        Topic name = new Topic(topic);
        byte[] bytes = payload.ToArray();
        bool isAcknowledged = qualityOfService != QualityOfService.AtMostOnce;
        int token = Interlocked.Increment(ref _token);
        TaskCompletionSource done = NewSource();
        _publishes[token] = done;
        try
        {
            PublishResult result;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Before the try, so that room made right behind it is not missed.
                Task room = Volatile.Read(ref _room).Task;
                ObjectDisposedException.ThrowIf(_ended.Task.IsCompleted, this);
                result = _client.Publish(name, bytes, 0, bytes.Length, qualityOfService, isRetained, token);
                if (result != PublishResult.RefusedFull)
                {
                    break;
                }

                await room.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            if (result > PublishResult.RefusedFull)
            {
                throw new InvalidOperationException("'" + topic + "' was not taken: " + result);
            }

            if (isAcknowledged)
            {
                await WaitAsync(done, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _publishes.TryRemove(token, out _);
        }
    }

    /// <summary>Subscribes; completes when the server has granted it.</summary>
    /// <exception cref="InvalidOperationException">The server refuses it, or there are
    /// <see cref="MqttClientOptions.SubscriptionsMax"/> already.</exception>
    public Task SubscribeAsync(
        string filter, QualityOfService qualityOfService, CancellationToken cancellationToken = default)
    {
        TopicFilter topicFilter = new TopicFilter(filter);
        TaskCompletionSource done = _subscriptions.GetOrAdd(filter, _ => NewSource());
        if (!_client.Subscribe(topicFilter, qualityOfService))
        {
            Answer(filter, "'" + filter + "' is one subscription too many");
        }

        return WaitAsync(done, cancellationToken);
    }

    /// <summary>Sends what the window lets out, disconnects and ends the thread. What still waits fails.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Disconnect();
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _thread.Start();
        }

        await _ended.Task.ConfigureAwait(false);
    }

    // Continuations must not run on the client's thread, nor under its lock.
    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WaitAsync(TaskCompletionSource done, CancellationToken cancellationToken)
    {
        Task first = await Task.WhenAny(done.Task, _ended.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(first != done.Task && !done.Task.IsCompleted, this);
        await done.Task.ConfigureAwait(false);
    }

    private void Answer(string filter, string? failure)
    {
        if (_subscriptions.TryRemove(filter, out TaskCompletionSource? done))
        {
            Complete(done, failure);
        }
    }

    private static void Complete(TaskCompletionSource done, string? failure)
    {
        if (failure == null)
        {
            done.TrySetResult();
        }
        else
        {
            done.TrySetException(new InvalidOperationException(failure));
        }
    }

    private int Departed() => Session.Counters.PublishesSent + Session.Counters.PublishesAcknowledged;

    private void Run()
    {
        while (!_client.IsStopped)
        {
            int queued = Session.QueuedMessages;
            int departed = Departed();
            int waitMs = _client.Poll(Environment.TickCount64);
            // What has left counts too: others may have filled its place before anybody looked.
            if (Session.QueuedMessages < queued || Departed() != departed)
            {
                Interlocked.Exchange(ref _room, NewSource()).SetResult();
            }

            if (waitMs > 0 && !_client.IsStopped)
            {
                _stream.Wait(waitMs);
            }
        }

        _ended.SetResult();
        _connected.TrySetException(new ObjectDisposedException(nameof(AsyncMqttClient)));
        Volatile.Read(ref _room).SetResult();
    }
}
