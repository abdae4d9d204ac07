using System.Text;

namespace Edge.Mqtt.Tests;

/// <summary>Writes down the messages that come in parts, the parts of one as one text.</summary>
internal sealed class RecordingReceiver : IPayloadReceiver
{
    private readonly StringBuilder _events = new();

    public bool IsWanted { get; set; } = true;

    public bool AcknowledgesAtOnce { get; set; } = true;

    public Action? OnPart { get; set; }

    public int Delivery { get; private set; }

    /// <summary>What was told since the last call.</summary>
    public string Events()
    {
        string events = _events.ToString();
        _events.Clear();
        return events;
    }

    public bool OnPayloadBegin(PublishPacket publish)
    {
        _events.Append($"{Topic(publish)} q{(int)publish.QualityOfService} {publish.PayloadLength}:");
        return IsWanted;
    }

    public void OnPayloadPart(byte[] buffer, int offset, int count)
    {
        _events.Append(Encoding.UTF8.GetString(buffer, offset, count));
        OnPart?.Invoke();
    }

    public bool OnPayloadEnd(PublishPacket publish)
    {
        _events.Append($". {Topic(publish)} ended;");
        Delivery = publish.Delivery;
        return AcknowledgesAtOnce;
    }

    public void OnPayloadAborted() => _events.Append(" aborted;");

    private static string Topic(PublishPacket publish) =>
        Encoding.UTF8.GetString(publish.TopicBuffer, publish.TopicOffset, publish.TopicLength);
}
