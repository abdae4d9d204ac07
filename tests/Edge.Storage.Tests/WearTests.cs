using System.Globalization;
using System.Text;
using Edge.Storage.Tests.Areas;

namespace Edge.Storage.Tests;

public class WearTests
{
    private const int Messages = 20_000;
    private const int TokenBytes = 4;

    [Fact]
    public void The_document_tells_what_a_QoS_1_message_writes()
    {
        StringBuilder text = new();
        text.Append("| area | packet | waiting | bytes written for a message | messages for one erase of each area |\n");
        text.Append("|---:|---:|---:|---:|---:|\n");
        foreach ((int areaBytes, int packetBytes, int waiting) in new[]
        {
            (4096, 32, 1), (4096, 64, 1), (4096, 128, 1), (4096, 64, 20), (65536, 64, 1), (65536, 64, 300),
        })
        {
            (double bytes, double messages) = Measure(areaBytes, packetBytes, waiting);
            text.Append(CultureInfo.InvariantCulture, $"| {areaBytes} | {packetBytes} | {waiting} | {bytes:0} | {messages:0} |\n");
        }

        string page = File.ReadAllText(Path.Combine(Repository(), "docs", "memory.md"));
        Assert.True(
            page.Contains("\n\n" + text, StringComparison.Ordinal), $"docs/memory.md must have this table:\n\n{text}");
    }

    // What a session does: the message is put and made durable when it is published, and removed when its PUBACK comes.
    private static (double Bytes, double Messages) Measure(int areaBytes, int packetBytes, int waiting)
    {
        MemoryArea first = new(areaBytes);
        MemoryArea second = new(areaBytes);
        RecordStore store = new(first, second, waiting, TokenBytes + packetBytes);
        byte[] bytes = new byte[TokenBytes + packetBytes];
        for (int i = 0; i < Messages; i++)
        {
            store.Remove(i - waiting);
            Assert.True(store.Put(i, bytes, 0, bytes.Length) && store.Flush());
        }

        double written = first.WrittenBytes + second.WrittenBytes;
        double erases = (first.Erases + second.Erases) / 2.0;
        return (written / Messages, Messages / erases);
    }

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }
}
