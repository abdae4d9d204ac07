using System.Globalization;
using System.Reflection;
using System.Text;
using Edge.Device.Tests.Counting;
using Edge.Device.Tests.Reading;

namespace Edge.Device.Tests.Memory;

/// <summary>What the device's libraries take, as the tables of docs/memory.md.</summary>
internal sealed class Footprint
{
    // Whatever an element takes, this many of them fill whole blocks.
    private const int Step = 600;

    // Attempts, which take no memory, and what is in the bytes of each topic already.
    private static readonly string[] NoPlaces = ["ResendsMax", "TopicBytesMax"];

    private readonly DeviceRun _run = new([.. new Instrumentation().Assemblies(isCounting: false)]);

    public string Markdown()
    {
        StringBuilder text = new();
        AppendClient(text, "Edge.Mqtt", "Client", "MemoryStream");
        AppendClient(text, "Edge.MqttSn", "SnClient", "MemoryLink");
        AppendLink(text);
        AppendStore(text);
        AppendCode(text);
        return text.ToString();
    }

    /// <summary>Bytes of code in an assembly, without its metadata.</summary>
    public static int CodeBytes(string assembly) => DeviceAssemblies.Read(assembly).GetTypes()
        .SelectMany(type => type.Methods)
        .Where(method => method.HasBody)
        .Sum(method => method.Body.CodeSize);

    private void AppendClient(StringBuilder text, string assembly, string client, string carrier)
    {
        string name = "Mqtt" + client;
        Type options = _run.Type(assembly, $"{assembly}.{name}Options");
        object defaults = Activator.CreateInstance(options, "board-0001")!;
        int standard = ClientBytes(assembly, name, carrier, null, 0);
        int fixedBytes = standard;
        text.Append(CultureInfo.InvariantCulture, $"| `{name}` | bytes each | by default | bytes |\n|---|---:|---:|---:|\n");
        foreach (PropertyInfo option in options.GetProperties()
            .Where(one => one.PropertyType == typeof(int) && !NoPlaces.Contains(one.Name)))
        {
            int count = (int)option.GetValue(defaults)!;
            int each = (ClientBytes(assembly, name, carrier, option, count + Step) - standard) / Step;
            fixedBytes -= each * count;
            if (each > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | {each} | {count} | {each * count} |\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"| everything else | | | {fixedBytes} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| **together** | | | **{standard}** |\n\n");
    }

    private void AppendLink(StringBuilder text)
    {
        text.Append("| the link: window W, longest frame | `LinkEndpoint` | `LinkStream` over it |\n|---|---:|---:|\n");
        foreach ((int window, int frameBytes) in new[] { (1, 64), (4, 64), (4, 128), (4, 256), (8, 128), (8, 256) })
        {
            (int linkBytes, int streamBytes) = LinkBytes(window, frameBytes);
            string remark = (window, frameBytes) == (4, 128) ? " (by default)" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {window} frames of {frameBytes} bytes{remark} | {linkBytes} | {streamBytes} |\n");
        }

        text.Append('\n');
    }

    private (int Link, int Stream) LinkBytes(int window, int frameBytes)
    {
        Type options = _run.Type("Edge.Link", "Edge.Link.LinkOptions");
        object settings = Activator.CreateInstance(options)!;
        options.GetProperty("BootId")!.SetValue(settings, 1u);
        options.GetProperty("Window")!.SetValue(settings, window);
        options.GetProperty("FrameBytesMax")!.SetValue(settings, frameBytes);
        object carrier = Activator.CreateInstance(_run.Type("Edge.Driver", "Edge.Driver.MemoryStream"), true)!;
        object link = Activator.CreateInstance(_run.Type("Edge.Link", "Edge.Link.LinkEndpoint"), carrier, settings)!;
        object stream = Activator.CreateInstance(_run.Type("Edge.Link", "Edge.Link.LinkStream"), link, true)!;
        return (HeapBlocks.Reachable(link, carrier), HeapBlocks.Reachable(stream, link));
    }

    private void AppendStore(StringBuilder text)
    {
        text.Append("| the store: records, bytes of the largest | `RecordStore` |\n|---|---:|\n");
        foreach ((int recordsMax, int recordBytesMax) in new[] { (10, 64), (20, 128), (50, 256), (100, 256) })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {recordsMax} records of at most {recordBytesMax} bytes | {StoreBytes(recordsMax, recordBytesMax)} |\n");
        }

        text.Append('\n');
    }

    private int StoreBytes(int recordsMax, int recordBytesMax)
    {
        Type area = _run.Type("Edge.Driver", "Edge.Driver.MemoryArea");
        object first = Activator.CreateInstance(area, 65536)!;
        object second = Activator.CreateInstance(area, 65536)!;
        object store = Activator.CreateInstance(
            _run.Type("Edge.Storage", "Edge.Storage.RecordStore"), first, second, recordsMax, recordBytesMax)!;
        return HeapBlocks.Reachable(store, first, second);
    }

    private static void AppendCode(StringBuilder text)
    {
        text.Append("| assembly | kB of code |\n|---|---:|\n");
        foreach (string library in DeviceAssemblies.Libraries)
        {
            // Halves of a kilobyte, so that not every change changes the document.
            double kilobytes = Math.Ceiling(CodeBytes(library) / 500.0) / 2;
            text.Append(CultureInfo.InvariantCulture, $"| {library} | {kilobytes:0.0} |\n");
        }
    }

    private int ClientBytes(string assembly, string name, string carrier, PropertyInfo? option, int value)
    {
        object options = Activator.CreateInstance(_run.Type(assembly, $"{assembly}.{name}Options"), "board-0001")!;
        option?.SetValue(options, value);
        object way = Activator.CreateInstance(_run.Type("Edge.Driver", "Edge.Driver." + carrier), true)!;
        object handler = Activator.CreateInstance(_run.Type("Edge.Driver", "Edge.Driver.QuietHandler"), true)!;
        object client = Activator.CreateInstance(_run.Type(assembly, $"{assembly}.{name}"), options, way, handler)!;
        return HeapBlocks.Reachable(client, way, handler);
    }
}
