using System.Diagnostics;
using System.Net;
using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>How long a poll stays: Poll, Read and Write together, while bytes flow both ways as fast as they can. The
/// figures that it writes are those of docs/memory.md.</summary>
[Collection(nameof(CostTests))]
public sealed class StayTests(ITestOutputHelper output) : IDisposable
{
    private const int Calls = 100_000;
    private const int SerialCalls = 20_000;
    private const int PieceBytes = 4096;

    // Generous and not for the rarest, since other programs share the machine: what waits for its peer does so always.
    private const double StayMsMax = 5;

    private readonly CertificateAuthority _authority = new("Test authority");

    [Fact]
    public Task A_poll_over_tcp_stays_a_short_time() => MeasureAsync(
        "TCP", Task.FromResult<Stream>, port => new TcpStream([new DnsEndPoint("127.0.0.1", port)]));

    [Fact]
    public Task A_poll_over_tls_stays_a_short_time()
    {
        IssuedCertificate own = _authority.IssueServer("localhost");
        TlsOptions options = new() { CaFile = _authority.CaFile };
        return MeasureAsync(
            "TLS",
            stream => TestTls.ServeAsync(stream, own),
            port => new TlsStream([new DnsEndPoint("localhost", port)], options));
    }

    [Fact]
    public Task A_poll_over_a_web_socket_stays_a_short_time() => MeasureAsync(
        "WebSocket", TestWebSocket.BytesAsync, port => new WebSocketStream([new Uri("ws://127.0.0.1:" + port)]));

    [Fact]
    public async Task A_poll_over_a_serial_line_stays_a_short_time()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 50_000_000);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        bool isOver = false;
        Task<bool> echo = Driver.Aside(() =>
        {
            byte[] buffer = new byte[PieceBytes];
            while (!Volatile.Read(ref isOver))
            {
                device.Poll(Driver.Now);
                int count = device.Read(buffer, 0, buffer.Length);
                for (int sent = 0; sent < count && !Volatile.Read(ref isOver);)
                {
                    sent += device.Write(buffer, sent, count - sent);
                }

                device.Wait(1);
            }

            return true;
        });
        Measure("Serial", host, SerialCalls);
        Volatile.Write(ref isOver, true);
        device.Wake();
        await echo;
    }

    public void Dispose() => _authority.Dispose();

    private async Task MeasureAsync(
        string what, Func<System.Net.Sockets.NetworkStream, Task<Stream>> serve, Func<int, IByteStream> client)
    {
        using PeerServer server = new(serve);
        IByteStream stream = client(server.Port);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        Assert.Equal(StreamState.Open, stream.State);
        using (EchoThread echo = new(await accepting, PieceBytes))
        {
            Measure(what, stream, Calls);
        }

        stream.Close();
    }

    private void Measure(string what, IByteStream stream, int calls)
    {
        byte[] buffer = new byte[PieceBytes];
        double[] stays = new double[calls];
        long bytes = 0;
        for (int i = 0; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            stream.Poll(Driver.Now);
            int taken = stream.Read(buffer, 0, PieceBytes);
            int written = stream.Write(buffer, 0, PieceBytes);
            stays[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            bytes += taken + written;
            if (taken + written == 0)
            {
                stream.Wait(1);
            }
        }

        Assert.Equal(StreamState.Open, stream.State);
        Assert.True(bytes > 1 << 20, bytes + " bytes only");
        Array.Sort(stays);
        double usual = stays[calls / 2];
        double seldom = stays[calls - calls / 100];
        double rare = stays[calls - calls / 1000];
        output.WriteLine(FormattableString.Invariant(
            $"{what}: median {usual:F4} ms, 99 % {seldom:F3} ms, 99.9 % {rare:F3} ms, ")
            + FormattableString.Invariant($"longest {stays[^1]:F3} ms, {bytes >> 20} MB in {calls} calls"));
        Assert.True(seldom < StayMsMax, $"{what}: {seldom} ms");
    }
}
