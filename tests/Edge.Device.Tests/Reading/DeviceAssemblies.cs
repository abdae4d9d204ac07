using Mono.Cecil;

namespace Edge.Device.Tests.Reading;

/// <summary>The assemblies that were compiled for the device, as Cecil reads them.</summary>
internal static class DeviceAssemblies
{
    /// <summary>What a device may carry.</summary>
    public static readonly string[] Libraries =
    [
        "Edge.Core", "Edge.Mqtt", "Edge.MqttSn", "Edge.Link", "Edge.Storage", "Edge.Sensors", "Edge.Node", "Edge.Transports",
    ];

    /// <summary>The programs in <c>boards/</c>.</summary>
    public static readonly string[] Programs = ["Esp32.Serial.Bme280", "Esp32.Wifi.Bme280"];

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "device");

    public static string PathOf(string assembly) => Path.Combine(Folder, assembly + ".dll");

    public static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(PathOf(assembly), new ReaderParameters { AssemblyResolver = Resolver() });

    /// <summary>All libraries, each resolving the others to the same objects.</summary>
    public static ModuleDefinition[] ReadLibraries() => ReadAll(Libraries);

    /// <summary>The programs of all boards.</summary>
    public static ModuleDefinition[] ReadPrograms() => ReadAll(Programs);

    /// <summary>A list beside the tests: one entry a line, '#' begins a comment.</summary>
    public static string[] List(string file) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file))
            .Select(line => line.Split('#' + " ")[0].Trim())
            .Where(line => line.Length > 0)];

    private static ModuleDefinition[] ReadAll(string[] assemblies)
    {
        DefaultAssemblyResolver resolver = Resolver();
        return [.. assemblies.Select(name => resolver.Resolve(new AssemblyNameReference(name, null)).MainModule)];
    }

    private static DefaultAssemblyResolver Resolver()
    {
        DefaultAssemblyResolver resolver = new();
        foreach (string folder in resolver.GetSearchDirectories())
        {
            resolver.RemoveSearchDirectory(folder);
        }

        resolver.AddSearchDirectory(Folder);
        return resolver;
    }
}
