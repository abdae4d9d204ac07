using System.Globalization;

namespace Edge.Benchmarks.Bridges;

/// <summary>What many devices and the other side of the bridge have done together; of one thread, but for
/// <see cref="Subscribed"/>.</summary>
internal sealed class Crowd(int devices)
{
    private const string Word = "crowd";

    private int _subscribed;

    /// <summary>Devices.</summary>
    public int Devices => devices;

    /// <summary>All subscriptions are granted, the upstream client's included.</summary>
    public bool IsSubscribed => Volatile.Read(ref _subscribed) > devices;

    /// <summary>Messages are published.</summary>
    public bool IsRunning { get; set; }

    public int Published { get; set; }

    public int Arrived { get; set; }

    public int SentDown { get; set; }

    public int ArrivedDown { get; set; }

    /// <summary>Milliseconds from publishing to the acknowledgement, one for each message.</summary>
    public Latencies Acknowledged { get; } = new();

    /// <summary>Everything published is acknowledged and has arrived, in both directions.</summary>
    public bool IsServed => Published == Acknowledged.Count && Published == Arrived && SentDown == ArrivedDown;

    /// <summary>One more subscription is granted.</summary>
    public void Subscribed() => Interlocked.Increment(ref _subscribed);

    /// <summary>As a line of output: what <see cref="Cells"/> reads.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Word} {Published} {Acknowledged.Count} {Arrived} {SentDown} {ArrivedDown} {Acknowledged.Middle:R} {Acknowledged.Slow:R}");

    public static bool IsLine(string line) => line.StartsWith(Word, StringComparison.Ordinal);

    /// <summary>Published, acknowledged, arrived, sent down, arrived down; milliseconds p50 and p99.</summary>
    public static string[] Cells(string line) =>
        [.. line.Split(' ').Skip(1).Select(field => Number.Text(double.Parse(field, CultureInfo.InvariantCulture)))];
}
