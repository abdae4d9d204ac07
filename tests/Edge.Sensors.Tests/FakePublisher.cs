using System.Text;

namespace Edge.Sensors.Tests;

/// <summary>A publisher that answers what it is told, and keeps what it has taken.</summary>
internal sealed class FakePublisher : IPublisher
{
    public PublishResult Result { get; set; }

    public List<string> Payloads { get; } = [];

    public int Offers { get; private set; }

    public PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained)
    {
        Offers++;
        if (Result < PublishResult.RefusedFull)
        {
            Payloads.Add(Encoding.UTF8.GetString(payload, offset, count));
        }

        return Result;
    }
}
