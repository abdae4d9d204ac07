namespace Edge.Simulation;

/// <summary>A network with one server on it: connections that delay, split and are cut, as TCP's are. Unlike a line it
/// loses nothing silently: a connection that loses bytes ends. One thread, one seed.</summary>
public sealed class SimulatedNetwork
{
    private readonly List<SimulatedSocket> _open = [];
    private readonly Action<SimulatedSocket> _accept;

    /// <param name="clock">Milliseconds.</param>
    /// <param name="seed">Where writes are split.</param>
    /// <param name="delayMs">Milliseconds that a byte is on its way.</param>
    /// <param name="accept">The server: gets its end of each new connection, open.</param>
    public SimulatedNetwork(Func<long> clock, ulong seed, int delayMs, Action<SimulatedSocket> accept)
    {
        Clock = clock;
        Random = new SeededRandom(seed);
        DelayMs = delayMs;
        _accept = accept;
    }

    /// <summary>False: nobody answers at the server's address.</summary>
    public bool IsReachable { get; set; } = true;

    internal Func<long> Clock { get; }

    internal SeededRandom Random { get; }

    internal int DelayMs { get; }

    /// <summary>A client's socket; each opening is a connection of its own.</summary>
    public SimulatedSocket Client() => new(this);

    /// <summary>Cuts every connection; bytes on their way are lost.</summary>
    public void Cut()
    {
        foreach (SimulatedSocket socket in _open.ToArray())
        {
            socket.Reset();
        }

        _open.Clear();
    }

    internal void Connect(SimulatedSocket client)
    {
        SimulatedSocket server = new(this);
        client.Join(server);
        server.Join(client);
        _open.Add(client);
        _open.Add(server);
        _accept(server);
    }

    internal void Forget(SimulatedSocket socket) => _open.Remove(socket);
}
