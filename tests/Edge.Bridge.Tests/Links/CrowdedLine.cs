using System.Buffers.Binary;
using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Link;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Links;

/// <summary>The bridge's end of a half-duplex line and the stations that are alive, without a session above: messages that
/// carry the time at which they were handed over.</summary>
internal sealed class CrowdedLine
{
    private readonly VirtualClock _clock = new(1_000_000);
    private readonly RawLink _bridge;
    private readonly List<Way> _ways = [];

    /// <param name="line">What is configured; the simulated line is the same.</param>
    /// <param name="dead">Stations where nobody is.</param>
    public CrowdedLine(LineOptions line, int[] dead)
    {
        LineSettings settings = new() { BitRate = line.Baud, TurnaroundMs = line.TurnaroundMs, WakeBytes = 16 };
        SimulatedBus bus = new(() => _clock.Now, 5, line.Stations.Count + 1, settings);
        _bridge = new RawLink(line, LinkServices.MqttStream, bus.Ends[0]);
        for (int i = 0; i < line.Stations.Count; i++)
        {
            int station = line.Stations[i];
            if (dead.Contains(station))
            {
                continue;
            }

            LinkEndpoint device = new(bus.Ends[i + 1], new LinkOptions
            {
                Station = station,
                IsHalfDuplex = true,
                TurnaroundMs = line.TurnaroundMs,
                BitRate = line.Baud,
                FrameBytesMax = line.FrameBytesMax,
                Window = line.WindowFrames,
                BootId = (uint)station,
            });
            Stations.Add(device);
            Up.Add(Add(device, _bridge.Stations[i]));
            Down.Add(Add(_bridge.Stations[i], device));
        }
    }

    public List<LinkEndpoint> Stations { get; } = [];

    /// <summary>From the stations to the bridge, in the order of <see cref="Stations"/>.</summary>
    public List<Way> Up { get; } = [];

    /// <summary>From the bridge to the stations.</summary>
    public List<Way> Down { get; } = [];

    public long Now => _clock.Now;

    public void Run(long milliseconds, Func<bool>? until = null)
    {
        long end = _clock.Now + milliseconds;
        while (_clock.Now < end && until?.Invoke() != true)
        {
            Poll();
            _ways.ForEach(way => way.Exchange(_clock.Now));
            // What anybody sent has to be seen by the others before a wait counts.
            int waitMs = _ways.Aggregate(Poll(), (wait, way) => Deadline.Earlier(wait, way.WaitMs(_clock.Now)));
            _clock.Advance(Math.Min(Math.Max(1, waitMs), end - _clock.Now));
        }
    }

    private int Poll() => Stations.Aggregate(
        _bridge.Poll(_clock.Now), (waitMs, device) => Deadline.Earlier(waitMs, device.Poll(_clock.Now)));

    private Way Add(LinkEndpoint from, LinkEndpoint to)
    {
        Way way = new(from, to);
        _ways.Add(way);
        return way;
    }

    /// <summary>Messages one way between the bridge and a station.</summary>
    internal sealed class Way(LinkEndpoint from, LinkEndpoint to)
    {
        private readonly byte[] _message = new byte[256];
        private readonly Queue<long> _handedOver = [];

        /// <summary>Bytes of a message.</summary>
        public int MessageBytes { get; set; } = 25;

        /// <summary>Milliseconds between two; 0 for as many as the link takes.</summary>
        public int IntervalMs { get; set; }

        /// <summary>When the next is handed over.</summary>
        public long DueAt { get; set; } = Deadline.Never;

        /// <summary>Milliseconds from handing over until arrival, of each.</summary>
        public List<long> Waits { get; } = [];

        /// <summary>Handed over and not arrived.</summary>
        public int UnderWay => _handedOver.Count;

        public void Exchange(long now)
        {
            while (to.Peek(out byte[] buffer, out int offset, out _))
            {
                long handedOver = BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(offset));
                Assert.Equal(_handedOver.Dequeue(), handedOver);
                Waits.Add(now - handedOver);
                to.Release();
            }

            while (now >= DueAt)
            {
                BinaryPrimitives.WriteInt64LittleEndian(_message, IntervalMs == 0 ? now : DueAt);
                if (!from.Send(_message, 0, MessageBytes, true))
                {
                    return;
                }

                _handedOver.Enqueue(IntervalMs == 0 ? now : DueAt);
                DueAt += IntervalMs;
            }
        }

        // A refused one is tried again whenever anything happens.
        public int WaitMs(long now) => DueAt > now ? Deadline.Remaining(DueAt, now) : Deadline.Idle;
    }
}
