namespace Edge.Link.Tests.Protocol;

/// <summary>The exchanges of docs/link-protocol.md, driven by two real ends.</summary>
public class LinkProtocolExchangeTests
{
    public static TheoryData<string> Titles => [.. ProtocolDocument.Exchanges().Select(exchange => exchange.Title)];

    [Fact]
    public void The_document_has_exchanges_of_both_kinds_of_line()
    {
        Assert.Contains(ProtocolDocument.Exchanges(), exchange => exchange.Lines[0].Contains("full duplex"));
        Assert.Contains(ProtocolDocument.Exchanges(), exchange => exchange.Lines[0].Contains("half duplex"));
        Assert.Equal(Titles.Count, Titles.Select(row => row.Data).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Two_ends_do_what_the_document_says_to_the_byte_and_the_millisecond(string title)
    {
        ProtocolExchange exchange = new(ProtocolDocument.Exchanges().Single(e => e.Title == title).Lines);
        IReadOnlyList<string> seen = exchange.Run();
        Assert.True(exchange.Expected.SequenceEqual(seen), $"'{title}' is this:\n{string.Join('\n', seen)}");
    }
}
