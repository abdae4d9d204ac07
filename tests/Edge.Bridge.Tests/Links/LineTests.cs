using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Links;
using Edge.Bridge.Tests.Simulation;
using Edge.Mqtt;
using Edge.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Tests.Links;

public class LineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void A_poll_of_a_line_polls_its_carrier_a_few_times_however_many_stations_it_has(int stations)
    {
        using CustodyWorld world = new();
        CountedStream carrier = new(new SimulatedBus(() => 0, 1, 2).Ends[0]);
        LineOptions options = new()
        {
            Name = "field",
            Baud = 9600,
            Duplex = LineDuplex.Half,
            Stations = [.. Enumerable.Range(1, stations)],
        };
        Line line = new(
            options, new LinkGuard(options), carrier, () => null, new MqttServerOptions(), world.Custody, () => 0,
            NullLogger.Instance);
        line.Poll(0);
        carrier.Polls = 0;
        line.Poll(0);

        Assert.InRange(carrier.Polls, 1, 4);
    }

    private sealed class CountedStream(IByteStream stream) : IByteStream
    {
        public int Polls { get; set; }

        public StreamState State => stream.State;

        public int UnsentBytes => stream.UnsentBytes;

        public void Open(long now) => stream.Open(now);

        public int Poll(long now)
        {
            Polls++;
            return stream.Poll(now);
        }

        public int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public int Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

        public void Wait(int milliseconds) => stream.Wait(milliseconds);

        public void Wake() => stream.Wake();

        public void Close() => stream.Close();
    }
}
