using Edge.Testing;

namespace Edge.Sensors.Tests;

public class AllocationTests
{
    private static readonly Schema Schema = new(new Field("t", Units.Celsius, 2), new Field("h", Units.RelativeHumidity, 0));

    public static TheoryData<IPayloadWriter> Writers =>
    [
        new CborArrayWriter(Schema),
        new CborMapWriter(Schema),
        new SenmlCborWriter(Schema, "urn:x:"),
        new JsonWriter(Schema),
        new SenmlJsonWriter(Schema, "urn:x:"),
        new TemplateWriter(Schema, "{t} {h} {time}"),
    ];

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_hundred_thousand_readings_allocate_nothing(IPayloadWriter writer)
    {
        CountingPublisher publisher = new();
        PublishPolicy policy = new() { SampleMs = 10, BatchRows = 3, DeadBands = [0, 0], HeartbeatMs = 50 };
        Sampler sampler = new(new Drift(), policy, writer, publisher, new Topic("x"), QualityOfService.AtLeastOnce, false);
        long now = 0;

        Assert.Equal(0, Allocation.Least(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                sampler.Poll(now += 10, 1_800_000_000);
            }
        }));
        Assert.True(publisher.Payloads > 20_000);
    }

    private sealed class Drift : ISensor
    {
        private int _reads;

        public Schema Schema => AllocationTests.Schema;

        public SensorStatus Read(int[] values, int offset)
        {
            _reads++;
            values[offset] = (_reads % 40) - 20;
            values[offset + 1] = _reads % 7 == 0 ? Field.Missing : 40;
            return _reads % 11 == 0 ? SensorStatus.Failed : SensorStatus.Ready;
        }
    }

    private sealed class CountingPublisher : IPublisher
    {
        public int Payloads { get; private set; }

        public PublishResult Publish(
            Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained)
        {
            Payloads++;
            return PublishResult.Accepted;
        }
    }
}
