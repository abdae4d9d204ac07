using Edge.Simulation.Boards;

namespace Edge.Bridge.Demo;

/// <summary>The subscriber of the demonstration: looks at every reading that the broker delivers.</summary>
internal sealed class ReadingCheck(ulong seed, TaskCompletionSource subscribed) : ClientHandler
{
    private readonly HashSet<int> _seen = [];
    private int _highest = -1;
    private int _delivered;
    private int _duplicated;
    private int _outOfOrder;
    private Reading? _last;

    /// <summary>Different readings that arrived unchanged.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>Readings that arrived again.</summary>
    public int Duplicated => Volatile.Read(ref _duplicated);

    /// <summary>Readings that arrived first after a later one had.</summary>
    public int OutOfOrder => Volatile.Read(ref _outOfOrder);

    /// <summary>The last one that arrived.</summary>
    public Reading? Last => Volatile.Read(ref _last);

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        Reading? reading = Reading.Parse(message.PayloadBuffer.AsMemory(message.PayloadOffset, message.PayloadLength));
        if (reading == null || reading != Reading.At(seed, reading.Sequence))
        {
            // Changed on the way: it does not count as delivered, so it will be counted as lost.
            return true;
        }

        int sequence = reading.Sequence;
        if (!_seen.Add(sequence))
        {
            _duplicated++;
            return true;
        }

        _outOfOrder += sequence < _highest ? 1 : 0;
        _highest = Math.Max(_highest, sequence);
        Volatile.Write(ref _last, reading);
        Volatile.Write(ref _delivered, _delivered + 1);
        return true;
    }

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => subscribed.TrySetResult();
}
