using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Edge.Link.Tests.Protocol;

/// <summary>What docs/link-protocol.md says in bytes and numbers is what the code does.</summary>
public partial class LinkProtocolTests
{
    private static readonly ProtocolFrame[] AllFrames =
        [.. ProtocolDocument.Table("Frames").Select(cells => new ProtocolFrame(cells))];

    public static TheoryData<string> Frames => [.. AllFrames.Select(frame => frame.Name)];

    // name | check | reader | line | counter
    public static TheoryData<string, string, string, string, string> NoFrames => Rows("What is no frame");

    // name | line | counter
    public static TheoryData<string, string, string> NotTaken
    {
        get
        {
            TheoryData<string, string, string> rows = [];
            foreach (string[] cells in ProtocolDocument.Table("What an end does not take"))
            {
                rows.Add(cells[0], cells[1], cells[2]);
            }

            return rows;
        }
    }

    [Fact]
    public void The_document_has_an_example_of_every_kind()
    {
        Assert.True(AllFrames.Length >= 20, $"{AllFrames.Length} frames");
        Assert.Equal(AllFrames.Length, AllFrames.DistinctBy(frame => frame.Name).Count());
        Assert.All(Enum.GetValues<FrameType>(), type => Assert.Contains(AllFrames, frame => frame.Type == type));
        Assert.All(Enum.GetValues<FrameCheck>(), check => Assert.Contains(AllFrames, frame => frame.Check == check));
        Assert.Contains(AllFrames, frame => frame.IsFromPrimary && frame.Station > 0);
        Assert.Contains(AllFrames, frame => !frame.IsFromPrimary && frame.Station > 0);
        Assert.Contains(AllFrames, frame => frame.HasMore);
        Assert.Contains(AllFrames, frame => frame.Remaining == Frame.RemainingMax);
        Assert.Contains(AllFrames, frame => frame.IsReduced);
        Assert.Contains(AllFrames, frame => frame.Line.Length > 256);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_frame_is_written_as_the_document_says(string name)
    {
        ProtocolFrame frame = AllFrames.Single(frame => frame.Name == name);
        Assert.Equal(Convert.ToHexString(frame.Encoded()), Convert.ToHexString(frame.Line));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_frame_is_read_as_the_document_says_whole_and_byte_by_byte(string name)
    {
        ProtocolFrame frame = AllFrames.Single(frame => frame.Name == name);
        LinkCounters counters = new();
        FrameDecoder decoder = ProtocolFrame.NewDecoder(frame.Check, !frame.IsFromPrimary, frame.Station, counters);
        Assert.Equal(frame.Line.Length, decoder.Decode(frame.Line, 0, frame.Line.Length));
        frame.AssertIsIn(decoder);
        for (int i = 0; i < frame.Line.Length; i++)
        {
            Assert.False(decoder.IsFrameReady && i > 0);
            decoder.Decode(frame.Line, i, 1);
        }

        frame.AssertIsIn(decoder);
        Assert.Equal(2, counters.FramesReceived);
    }

    [Theory]
    [MemberData(nameof(NoFrames))]
    public void What_is_no_frame_is_dropped_and_counted_as_the_document_says(
        string name, string check, string reader, string line, string counter)
    {
        LinkCounters counters = new();
        FrameDecoder decoder = reader == "new"
            ? new FrameDecoder(new Fcs(ProtocolFrame.CheckOf(check)), true, 0, 1, new byte[256], counters)
            : ProtocolFrame.NewDecoder(ProtocolFrame.CheckOf(check), true, 0, counters);
        byte[] bytes = Hex.Parse(line);
        Assert.Equal(bytes.Length, decoder.Decode(bytes, 0, bytes.Length));
        Assert.False(decoder.IsFrameReady, name);
        Assert.Equal([(counter, 1)], Drops(counters));
    }

    [Theory]
    [MemberData(nameof(NotTaken))]
    public void What_an_end_does_not_take_is_counted_as_the_document_says(string name, string lines, string counter)
    {
        byte[] line = Hex.Parse(lines);
        bool isRead = false;
        ReplayedLine carrier = new();
        LinkEndpoint link = new(carrier, new LinkOptions
        {
            IsPrimary = true,
            BootId = ProtocolFrame.PrimaryBootId,
            MessageBytesMax = 64,
        });
        carrier.Bring(AllFrames.Single(frame => frame.Name == "hello of the example's secondary").Line);
        for (int i = 0; i < 20; i++)
        {
            link.Poll(i);
            if (i == 10)
            {
                Assert.True(link.IsUp);
                Assert.Empty(Drops(link.Counters));
                carrier.Bring(line);
                isRead = true;
            }
        }

        Assert.True(isRead, name);
        Assert.Equal([(counter, 1)], Drops(link.Counters));
    }

    [Fact]
    public void The_numbers_of_the_checks_are_those_of_the_code()
    {
        foreach (string[] cells in ProtocolDocument.Table("Check"))
        {
            Fcs fcs = new(ProtocolFrame.CheckOf(cells[0]));
            byte[] sent = new byte[4];
            uint register = fcs.Update(fcs.Initial, "123456789"u8.ToArray(), 0, 9);
            BitConverter.TryWriteBytes(sent, fcs.Sent(register));
            Assert.Equal(cells[1], $"{fcs.Bytes}");
            // The table's entry of the highest bit is the reflected polynomial itself.
            Assert.Equal(cells[2], $"0x{fcs.Table[0x80]:X}");
            Assert.Equal(cells[3], $"{fcs.Initial:X}");
            Assert.Equal(cells[4], $"{fcs.Sent(0):X}");
            Assert.Equal(cells[5], $"{fcs.Good:X}");
            Assert.Equal(Hex.Parse(cells[6]), sent[..fcs.Bytes]);
            Assert.Equal(cells[7], $"{ProtocolFrame.SeedOf(fcs):X}");
        }
    }

    [Fact]
    public void The_numbers_of_the_limits_are_those_of_the_code()
    {
        IReadOnlyList<string[]> rows = ProtocolDocument.Table("Timers and limits");
        Assert.True(rows.Count > 20, $"{rows.Count} rows");
        foreach (string[] cells in rows.Where(cells => cells[2].Length > 0))
        {
            string[] name = cells[2].Split('.');
            FieldInfo? field = typeof(LinkEndpoint).Assembly.GetType("Edge.Link." + name[0])?.GetField(
                name[1], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
            Assert.True(field is { IsLiteral: true }, $"the code has no constant {cells[2]}");
            string number = Number().Match(cells[1]).Value.Replace(",", "", StringComparison.Ordinal);
            Assert.True(
                number == Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture),
                $"{cells[0]}: {cells[1]}, but {cells[2]} is {field.GetRawConstantValue()}");
        }
    }

    [Fact]
    public void Every_counter_of_the_document_is_one_of_the_code()
    {
        foreach (string[] cells in ProtocolDocument.Table("What is dropped, and what follows"))
        {
            Assert.All(
                cells[1].Split(", "), name => Assert.True(typeof(LinkCounters).GetField(name) is not null, name));
        }
    }

    private static TheoryData<string, string, string, string, string> Rows(string title)
    {
        TheoryData<string, string, string, string, string> rows = [];
        foreach (string[] cells in ProtocolDocument.Table(title))
        {
            rows.Add(cells[0], cells[1], cells[2], cells[3], cells[4]);
        }

        return rows;
    }

    // What has a name of something dropped, and is not 0.
    private static IEnumerable<(string, long)> Drops(LinkCounters counters)
    {
        string[] names =
        [
            .. ProtocolDocument.Table("What is dropped, and what follows").SelectMany(cells => cells[1].Split(", ")),
        ];
        return names.Distinct()
            .Select(name => (name, Convert.ToInt64(
                typeof(LinkCounters).GetField(name)!.GetValue(counters), CultureInfo.InvariantCulture)))
            .Where(drop => drop.Item2 != 0);
    }

    [GeneratedRegex(@"\d[\d,]*")]
    private static partial Regex Number();
}
