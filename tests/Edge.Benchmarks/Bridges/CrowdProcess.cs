using System.Diagnostics;
using System.Globalization;
using Edge.Bridge.Loop;

namespace Edge.Benchmarks.Bridges;

/// <summary>Many devices in a process of their own, so that the bridge's memory and processor time are the bridge's.</summary>
internal static class CrowdProcess
{
    /// <summary>The verb that starts it.</summary>
    public const string Verb = "crowd-process";

    /// <summary>What it says when all devices are connected and have their subscriptions, and when they begin.</summary>
    public const string Connected = "connected";

    /// <summary>What it says when messages begin to be published.</summary>
    public const string Begins = "begins";

    // Connections begun at a time, and how often.
    private const int StartCount = 50;
    private const int StartMs = 50;
    private const int SettleMs = 3000;
    private const int ServedMs = 30_000;

    public static string[] Arguments(int port, int upstreamPort, int devices, int seconds) =>
        [Verb, .. new[] { port, upstreamPort, devices, seconds }.Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static int Run(ReadOnlySpan<string> arguments)
    {
        int port = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        int upstreamPort = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        Crowd crowd = new(int.Parse(arguments[3], CultureInfo.InvariantCulture));
        int seconds = int.Parse(arguments[4], CultureInfo.InvariantCulture);
        EventLoop loop = new();
        CrowdUpstream upstream = new(loop, upstreamPort, crowd);
        CrowdDevice[] devices = [.. Enumerable.Range(0, crowd.Devices).Select(number => new CrowdDevice(loop, port, number, crowd))];
        new Thread(loop.Run) { Name = "devices", IsBackground = true }.Start();
        upstream.Start();
        foreach (CrowdDevice[] some in devices.Chunk(StartCount))
        {
            Array.ForEach(some, device => device.Start());
            Thread.Sleep(StartMs);
        }

        WaitFor(() => crowd.IsSubscribed, ServedMs);
        Console.WriteLine(Connected);
        Thread.Sleep(SettleMs);
        Console.WriteLine(Begins);
        crowd.IsRunning = true;
        upstream.Wake();
        Array.ForEach(devices, device => device.Wake());
        Thread.Sleep(seconds * 1000);
        crowd.IsRunning = false;
        WaitFor(() => crowd.IsServed, ServedMs);
        Console.WriteLine(crowd.Line());
        // Until it is killed: the bridge's memory is looked at with all devices connected.
        Console.ReadLine();
        return 0;
    }

    // What is not served in time shows in the figures.
    private static void WaitFor(Func<bool> isTrue, int milliseconds)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); !isTrue() && clock.ElapsedMilliseconds < milliseconds;)
        {
            Thread.Sleep(20);
        }
    }
}
