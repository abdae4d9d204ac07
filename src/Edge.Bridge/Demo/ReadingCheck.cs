using System.Text.Json;
using Edge.Mqtt;
using Edge.Simulation.Boards;

namespace Edge.Bridge.Demo;

/// <summary>The subscriber of the demonstration: looks at every reading that the broker delivers.</summary>
internal sealed class ReadingCheck(ulong seed, TaskCompletionSource subscribed) : MqttHandler
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
    public override bool OnPublishReceived(PublishPacket publish)
    {
        byte[] payload = publish.Buffer.AsSpan(publish.PayloadOffset, publish.PayloadLength).ToArray();
        if (Sequence(payload) is not { } sequence)
        {
            return true;
        }

        Reading expected = Reading.At(seed, sequence);
        if (!payload.AsSpan().SequenceEqual(expected.ToJson()))
        {
            // Changed on the way: it does not count as delivered, so it will be counted as lost.
            return true;
        }

        if (!_seen.Add(sequence))
        {
            _duplicated++;
            return true;
        }

        _outOfOrder += sequence < _highest ? 1 : 0;
        _highest = Math.Max(_highest, sequence);
        Volatile.Write(ref _last, expected);
        Volatile.Write(ref _delivered, _delivered + 1);
        return true;
    }

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => subscribed.TrySetResult();

    private static int? Sequence(byte[] payload)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload);
            return json.RootElement.GetProperty("sequence").GetInt32();
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
