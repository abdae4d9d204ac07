using Edge.LinkEnd;
using Edge.Testing;

namespace Edge.Link.Tests.Processes;

/// <summary>What a link costs a process that has nothing to say.</summary>
[Collection(nameof(SerialExchangeTests))]
public class SerialIdleTests(ITestOutputHelper output)
{
    private const int Baud = 115_200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_that_is_idle_or_unplugged_costs_less_than_a_hundredth_of_a_core(bool isHalfDuplex)
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyCable cable = new(Baud);
        ExchangeSettings settings = new(cable.Left.PortPath, Baud, IsPrimary: true, 20_000)
        {
            IsHalfDuplex = isHalfDuplex,
            TurnaroundMs = 5,
        };
        using ExchangeProcess left = new(settings);
        using ExchangeProcess right = new(settings with { Port = cable.Right.PortPath, IsPrimary = false });
        left.WaitFor(report => report.IsDone);
        right.WaitFor(report => report.IsDone);
        AssertIdle(left, right, "while the link is up");

        cable.Left.Unplug();
        cable.Right.Unplug();
        left.WaitFor(report => !report.IsUp);
        right.WaitFor(report => !report.IsUp);
        AssertIdle(left, right, "while the ports are absent");

        cable.Left.Plug();
        cable.Right.Plug();
        left.WaitFor(report => report.IsUp);
        right.WaitFor(report => report.IsUp);
    }

    private void AssertIdle(ExchangeProcess left, ExchangeProcess right, string when)
    {
        Task<double> atRight = Task.Run(right.CpuShare);
        double[] shares = [left.CpuShare(), atRight.GetAwaiter().GetResult()];
        output.WriteLine($"{shares[0]:P2} and {shares[1]:P2} of a core {when}");
        Assert.All(shares, share => Assert.True(share < 0.01, $"{share:P2} of a core {when}"));
    }
}
