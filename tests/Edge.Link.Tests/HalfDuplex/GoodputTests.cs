using System.Globalization;
using System.Text;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>How near the link comes to what is possible. The table in docs/link-goodput.md is this test's, compared
/// whole.</summary>
public class GoodputTests
{
    private const string Begin = "<!-- The table is written by GoodputTests of Edge.Link.Tests. -->\n\n";

    private static IEnumerable<GoodputPoint> Grid =>
        from bitRate in new[] { 1200, 9600, 115_200 }
        from turnaroundMs in new[] { 0, 20, 100, 300 }
        from bitErrorRate in new[] { 0, 1e-5, 1e-4, 1e-3 }
        from window in new[] { 8, 32 }
        select new GoodputPoint(bitRate, turnaroundMs, bitErrorRate, window);

    /// <summary>EDGE_GOODPUT=path writes the table there.</summary>
    [Fact]
    public void Over_the_whole_grid_the_link_comes_as_near_to_the_bound_as_the_document_says()
    {
        GoodputPoint[] points = [.. Grid];
        double[] down = new double[points.Length];
        double[] up = new double[points.Length];
        Parallel.For(0, points.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            down[i] = points[i].Measure(isUp: false);
            up[i] = points[i].Measure(isUp: true);
        });

        StringBuilder table = new(
            "| bit/s | turnaround ms | bit error rate | W | bound B/s | down B/s | share | up, share | goal |\n"
            + "|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        List<string> below = [];
        for (int i = 0; i < points.Length; i++)
        {
            GoodputPoint point = points[i];
            double bound = point.Bound;
            string row = string.Create(
                CultureInfo.InvariantCulture,
                $"| {point.BitRate} | {point.TurnaroundMs} | {point.BitErrorRate} | {point.Window} | {bound:F1} | {down[i]:F1} | {down[i] / bound:F3} | {up[i] / bound:F3} | {point.Goal:F2} |");
            table.Append(row).Append('\n');
            if (down[i] < point.Goal * bound)
            {
                below.Add(row);
            }
        }

        if (Environment.GetEnvironmentVariable("EDGE_GOODPUT") is string path)
        {
            File.WriteAllText(path, table.ToString());
        }

        Assert.Empty(below);
        Assert.Equal(Documented(), table.ToString());
    }

    private static string Documented()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory != null && !File.Exists(Path.Combine(directory.FullName, "Edge.sln")))
        {
            directory = directory.Parent;
        }

        string text = File.ReadAllText(Path.Combine(directory!.FullName, "docs", "link-goodput.md"));
        int start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf("\n\n", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..(end + 1)];
    }
}
