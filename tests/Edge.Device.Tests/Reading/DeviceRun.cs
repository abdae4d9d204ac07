using System.Reflection;
using System.Runtime.Loader;

namespace Edge.Device.Tests.Reading;

/// <summary>The device's assemblies loaded into this process, apart from all else, with the driver in front.</summary>
internal sealed class DeviceRun
{
    private readonly AssemblyLoadContext _context = new("device", isCollectible: true);
    private readonly Dictionary<string, Assembly> _assemblies = [];

    public DeviceRun(IEnumerable<byte[]> assemblies)
    {
        _context.Resolving += (_, name) => _assemblies.GetValueOrDefault(name.Name!);
        foreach (byte[] bytes in assemblies)
        {
            Assembly assembly = _context.LoadFromStream(new MemoryStream(bytes));
            _assemblies.Add(assembly.GetName().Name!, assembly);
        }
    }

    public Type Type(string assembly, string name) =>
        _assemblies[assembly].GetType(name, throwOnError: true)!;
}
