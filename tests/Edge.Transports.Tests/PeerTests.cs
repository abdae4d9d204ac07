using System.Net;
using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>The peers of Edge.Testing do what they say.</summary>
public class PeerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    // CONNECT of MQTT 3.1.1 with client identifier "t", and the CONNACK that accepts it.
    private static readonly byte[] Connect = Convert.FromHexString("100D00044D5154540402003C000174");
    private static readonly byte[] Accepted = Convert.FromHexString("20020000");

    public PeerTests() => Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_broker_that_was_ended_shows_and_is_back_on_its_port(bool isKilled)
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        using Mosquitto broker = new(isPersistent: isKilled);
        using TcpStream stream = new([new DnsEndPoint("127.0.0.1", broker.Port)]);
        Greet(stream);

        if (isKilled)
        {
            broker.Kill();
        }
        else
        {
            broker.Stop();
        }

        Assert.False(broker.IsRunning);
        Driver.UntilClosed(stream);
        Driver.OpenUntilDecided(stream);
        Assert.Equal(StreamState.Closed, stream.State);

        broker.Restart();
        Assert.True(broker.IsRunning);
        Greet(stream);
    }

    [Fact]
    public void A_childs_lines_and_exit_code_are_seen()
    {
        using ChildProcess child = new("sh", "-c", "echo one; echo two >&2; exit 3");

        Assert.Equal("one", child.WaitForLine(line => line == "one", Soon));
        Assert.Equal("two", child.WaitForLine(line => line == "two", Soon));
        Assert.Equal(3, child.WaitForExit(Soon));
        TimeoutException e = Assert.Throws<TimeoutException>(() => child.WaitForLine(line => line == "three", Soon));
        Assert.Contains("ended without the line", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_can_be_asked_to_end_and_can_be_killed()
    {
        using ChildProcess polite = new("sh", "-c", "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        polite.WaitForLine(line => line == "ready", Soon);
        polite.Terminate();
        polite.WaitForLine(line => line == "bye", Soon);
        Assert.Equal(0, polite.WaitForExit(Soon));

        using ChildProcess deaf = new("sh", "-c", "trap '' TERM; echo ready; while :; do :; done");
        deaf.WaitForLine(line => line == "ready", Soon);
        Assert.False(deaf.HasExited);
        deaf.Kill();
        Assert.Equal(128 + 9, deaf.WaitForExit(Soon));
    }

    [Fact]
    public void A_childs_processor_time_is_seen()
    {
        using ChildProcess busy = new("sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo done; read line");
        busy.WaitForLine(line => line == "done", Soon);
        Assert.True(busy.CpuTime > TimeSpan.FromMilliseconds(10), busy.CpuTime.ToString());
    }

    private static void Greet(TcpStream stream)
    {
        Driver.OpenUntilDecided(stream);
        Assert.Equal(StreamState.Open, stream.State);
        Assert.Equal(Connect.Length, Driver.Send(stream, Connect));
        Assert.Equal(Accepted, Driver.Receive(stream, Accepted.Length));
    }
}
