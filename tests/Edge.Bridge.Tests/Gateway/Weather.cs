using Edge.Bridge.Gateway;
using Edge.MqttSn;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>The air between a gateway and its clients: datagrams get lost, come twice, and overtake each other. One thing it
/// never does, because no receiver could tell it from a new message: a QoS 2 PUBLISH does not come behind its own
/// PUBREL.</summary>
internal sealed class Weather(Func<long> clock, SeededRandom random, Func<MqttSnGateway> gateway)
{
    private const int DelayMsMax = 40;

    private readonly List<Flight> _flights = [];
    private readonly List<End> _ends = [];

    /// <summary>Of a hundred datagrams so many are lost, and as many come twice.</summary>
    public int Percent { get; set; } = 5;

    /// <summary>Nothing gets through.</summary>
    public bool IsCut { get; set; }

    /// <summary>A client's end.</summary>
    public IMessageLink Client()
    {
        End end = new(this, (byte)_ends.Count);
        _ends.Add(end);
        return end;
    }

    /// <summary>The gateway's way to a client.</summary>
    public IClientPort WayBack(ReadOnlySpan<byte> address) => _ends[address[0]];

    /// <summary>Delivers what has arrived.</summary>
    public void Poll()
    {
        long now = clock();
        foreach (Flight flight in _flights.Where(flight => flight.Due <= now).OrderBy(flight => flight.Due).ToArray())
        {
            if (!_flights.Remove(flight))
            {
                continue;
            }

            if (flight.Bytes[1] == (byte)MessageType.Pubrel)
            {
                _flights.RemoveAll(other => other.Bytes[1] == (byte)MessageType.Publish && other.To == flight.To
                    && other.From == flight.From && other.Bytes.AsSpan(5, 2).SequenceEqual(flight.Bytes.AsSpan(2, 2)));
            }

            if (flight.To is { } end)
            {
                end.Arrived.Enqueue(flight.Bytes);
            }
            else
            {
                gateway().Receive([flight.From!.Address], flight.Bytes, 0, flight.Bytes.Length, now);
            }
        }
    }

    private void Send(End? from, End? to, byte[] bytes)
    {
        if (IsCut || random.Next(100) < Percent)
        {
            return;
        }

        for (int copies = random.Next(100) < Percent ? 2 : 1; copies > 0; copies--)
        {
            _flights.Add(new Flight(from, to, bytes, clock() + 1 + random.Next(random.Next(4) == 0 ? DelayMsMax : 5)));
        }
    }

    private sealed record Flight(End? From, End? To, byte[] Bytes, long Due);

    private sealed class End(Weather weather, byte address) : IMessageLink, IClientPort
    {
        public byte Address => address;

        public Queue<byte[]> Arrived { get; } = [];

        public bool IsUp => true;

        public int Epoch => 1;

        public int MessageBytesMax => 500;

        public int PreferredBytes => 500;

        public int ShownEpoch => 1;

        public int UnsentBytes => 0;

        public bool IsReliable => false;

        public int Poll(long now) => Deadline.Idle;

        public bool Send(byte[] buffer, int offset, int count, bool isReliable)
        {
            weather.Send(this, null, buffer.AsSpan(offset, count).ToArray());
            return true;
        }

        public bool Send(byte[] buffer, int offset, int count)
        {
            weather.Send(null, this, buffer.AsSpan(offset, count).ToArray());
            return true;
        }

        public bool Peek(out byte[] buffer, out int offset, out int count)
        {
            offset = 0;
            bool isThere = Arrived.TryPeek(out byte[]? message);
            buffer = message ?? [];
            count = buffer.Length;
            return isThere;
        }

        public void Release() => Arrived.Dequeue();

        public void Wait(int milliseconds)
        {
            // Nobody waits in a simulated world.
        }

        public void Wake()
        {
            // Everything is polled.
        }
    }
}
