using Edge.Bridge.Configuration;
using Edge.Link;

namespace Edge.Bridge.Links;

/// <summary>Our link on a raw line, as the configuration describes it: one peer that sends whenever it wants, or stations
/// that take turns.</summary>
internal sealed class RawLink
{
    private const int MessageBytesMax = 2048;

    // What several stations share; null on a line of two, whose endpoint is polled by itself.
    private readonly LinkLine? _line;

    /// <param name="line">What is configured.</param>
    /// <param name="services">What this end says it speaks, as <see cref="LinkServices"/>.</param>
    /// <param name="carrier">The line. The link opens it, and nobody else uses it.</param>
    public RawLink(LineOptions line, int services, IByteStream carrier)
    {
        LinkOptions options = new()
        {
            IsPrimary = true,
            Station = line.Stations[0],
            IsHalfDuplex = line.Duplex == LineDuplex.Half,
            TurnaroundMs = line.TurnaroundMs,
            PollMs = line.PollMs,
            Check = line.Check,
            FrameBytesMax = line.FrameBytesMax,
            MessageBytesMax = MessageBytesMax,
            Window = line.WindowFrames,
            Services = services,
            BitRate = line.Baud,
            BootId = (uint)Random.Shared.NextInt64(1, uint.MaxValue),
            Seed = (uint)Random.Shared.NextInt64(1, uint.MaxValue),
        };
        _line = options.IsHalfDuplex ? new LinkLine(carrier, options, [.. line.Stations]) : null;
        Stations = _line?.Stations ?? [new LinkEndpoint(carrier, options)];
    }

    /// <summary>The peers, in the order in which they were named.</summary>
    public LinkEndpoint[] Stations { get; }

    /// <summary>What was seen on the line, whoever sent it.</summary>
    public LinkCounters Counters => _line?.Counters ?? Stations[0].Counters;

    /// <summary>Does what is due on a line of stations, before they are used and again afterwards; the carrier is polled
    /// here and not once for each of them. On a line of two the endpoint does it, and nothing is done here.</summary>
    /// <returns>Milliseconds until it wants to be polled again; what the second time returns counts.</returns>
    public int Poll(long now)
    {
        if (_line == null)
        {
            return Deadline.Idle;
        }

        long received = _line.Counters.FramesReceived;
        int waitMs = _line.Poll(now);
        // What has just come may have made room, or ended a stream, and its station is to hear of it.
        return _line.Counters.FramesReceived == received ? waitMs : 0;
    }
}
