using Edge.LinkEnd;
using Edge.Testing;

namespace Edge.Link.Tests.Processes;

/// <summary>Two processes on the two ports of a serial line, by way of the system's own driver.</summary>
/// <remarks>They run in real time: other tests at the same time would keep this one from seeing what happens.</remarks>
[CollectionDefinition(nameof(SerialExchangeTests), DisableParallelization = true)]
[Collection(nameof(SerialExchangeTests))]
public class SerialExchangeTests
{
    // A megabyte takes 10 s, and 300 kB each way by turns take 6 s.
    private const int FullDuplexBaud = 1_000_000;
    private const int HalfDuplexBaud = 1_000_000;
    private const int CutMs = 3000;

    public SerialExchangeTests() => Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);

    [Fact]
    public void A_megabyte_each_way_at_once_survives_unplugging_of_either_end_and_a_cut_wire()
    {
        using PtyCable cable = new(FullDuplexBaud);
        ExchangeSettings settings = new(cable.Left.PortPath, FullDuplexBaud, IsPrimary: true, 1_000_000);
        using ExchangeProcess left = new(settings);
        using ExchangeProcess right = new(settings with { Port = cable.Right.PortPath, IsPrimary = false });

        left.WaitFor(report => report.Received > 100_000);
        PlugAgain(cable.Left, left);
        right.WaitFor(report => report.Received > 300_000);
        PlugAgain(cable.Right, right);
        left.WaitFor(report => report.Received > 500_000);
        right.WaitFor(report => report.Received > 500_000);
        Cut(cable);

        AssertExchanged(left, right, settings.Bytes);
    }

    [Fact]
    public void Half_duplex_survives_unplugging_of_either_end_and_a_cut_wire()
    {
        using PtyCable cable = new(HalfDuplexBaud);
        ExchangeSettings settings = new(cable.Left.PortPath, HalfDuplexBaud, IsPrimary: true, 300_000)
        {
            IsHalfDuplex = true,
            Window = 8,
            TurnaroundMs = 5,
        };
        using ExchangeProcess left = new(settings);
        using ExchangeProcess right = new(settings with { Port = cable.Right.PortPath, IsPrimary = false });

        left.WaitFor(report => report.Received > 40_000);
        PlugAgain(cable.Left, left);
        right.WaitFor(report => report.Received > 100_000);
        PlugAgain(cable.Right, right);
        left.WaitFor(report => report.Received > 160_000);
        right.WaitFor(report => report.Received > 160_000);
        Cut(cable);

        AssertExchanged(left, right, settings.Bytes);
    }

    private static void PlugAgain(PtyPair port, ExchangeProcess end)
    {
        port.Unplug();
        end.WaitFor(report => report.Port == StreamState.Closed && !report.IsUp);
        port.Plug();
        end.WaitFor(report => report.Port == StreamState.Open && report.IsUp);
    }

    private static void Cut(PtyCable cable)
    {
        long lostBefore = cable.BytesLost;
        cable.Cut(true);
        // What is tried is the time itself.
        Thread.Sleep(CutMs);
        cable.Cut(false);
        Assert.True(cable.BytesLost > lostBefore, "the wire was cut when all had passed");
    }

    private static void AssertExchanged(ExchangeProcess left, ExchangeProcess right, int bytes)
    {
        left.WaitFor(report => report.IsDone);
        right.WaitFor(report => report.IsDone);
        ExchangeReport atLeft = left.Stop();
        ExchangeReport atRight = right.Stop();
        Assert.True(atLeft.FramesResent + atRight.FramesResent > 0, "nothing was lost on the way");
        AssertArrived(bytes, atLeft, atRight);
        AssertArrived(bytes, atRight, atLeft);
    }

    private static void AssertArrived(int bytes, ExchangeReport from, ExchangeReport to)
    {
        Assert.Equal(bytes, from.Written);
        Assert.Equal(bytes, to.Received);
        Assert.Equal(from.WrittenHash, to.ReceivedHash);
        Assert.Equal(1, to.Epoch);
    }
}
