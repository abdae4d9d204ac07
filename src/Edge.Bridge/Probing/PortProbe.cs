using System.Diagnostics;
using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Link;
using Edge.Transports;

namespace Edge.Bridge.Probing;

/// <summary>A probe that opens the port itself.</summary>
internal static class PortProbe
{
    private const int TellMs = 1_000;

    /// <summary>Probes on the calling thread.</summary>
    /// <param name="line">The port and how it is used, one station of it.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="tell">Called each second with how it stands; null for nobody.</param>
    /// <param name="cancellation">Ends it early, with what there is.</param>
    public static ProbeResult Run(
        LineOptions line, int seconds, Action<ProbeResult>? tell, CancellationToken cancellation)
    {
        using SerialStream stream = new(line.Port!, line.Baud, owner: null, line.Rs485);
        using CancellationTokenRegistration wake = cancellation.Register(stream.Wake);
        // It speaks nothing, so that nobody takes it for the bridge.
        RawLink raw = new(line, services: 0, stream);
        LinkEndpoint link = raw.Stations[0];
        LinkProbe probe = new(line.Port!, "this process", line, raw, link, seconds);
        long tellAt = 0;
        while (true)
        {
            long now = (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;
            raw.Poll(now);
            link.Poll(now);
            DropMessages(link);
            int waitMs = probe.Poll(now);
            waitMs = Deadline.Earlier(waitMs, Deadline.Earlier(link.Poll(now), raw.Poll(now)));
            if (probe.Over.IsCompleted || cancellation.IsCancellationRequested)
            {
                return probe.Result(now) with { Error = stream.State == StreamState.Open ? null : stream.LastError };
            }

            if (now >= tellAt)
            {
                tellAt = now + TellMs;
                tell?.Invoke(probe.Result(now));
            }

            if (waitMs > 0)
            {
                stream.Wait(Deadline.Earlier(waitMs, Deadline.Remaining(tellAt, now)));
            }
        }
    }

    // A device that begins to speak is not answered; it begins again when the bridge is there.
    private static void DropMessages(LinkEndpoint link)
    {
        while (link.Peek(out _, out _, out _))
        {
            link.Release();
        }
    }
}
