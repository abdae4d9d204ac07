using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Edge.Bridge.Configuration;

/// <summary>What was configured: the file, over it the environment, over that the command line.</summary>
internal sealed class EdgeConfiguration
{
    private const string Root = "Edge";

    private readonly List<string> _mistakes = [];

    private EdgeConfiguration()
    {
    }

    /// <summary>The options; to be used only when there is no mistake.</summary>
    public EdgeOptions Options { get; } = new();

    /// <summary>Every mistake, one line each: the path of the setting, what is wrong, what would be right.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Reads the configuration and checks it against the schema.</summary>
    /// <param name="file">The JSON file; null for none, which leaves the defaults.</param>
    /// <param name="environment">The variables of the environment.</param>
    /// <param name="assignments">The values of <c>--set</c>.</param>
    public static EdgeConfiguration Load(string? file, IDictionary environment, IEnumerable<string> assignments)
    {
        EdgeConfiguration configuration = new();
        ConfigurationLayer json = file is null ? new ConfigurationLayer("") : JsonLayer.Read(file);
        ConfigurationLayer[] layers =
            [json, OverrideLayers.FromEnvironment(environment), OverrideLayers.FromCommandLine(assignments)];
        configuration._mistakes.AddRange(layers.SelectMany(l => l.Mistakes).Select(OneLine.Of));

        // Without its file the rest would be told as missing.
        if (!json.IsBroken)
        {
            string? folder = file is null ? null : Path.GetDirectoryName(Path.GetFullPath(file));
            configuration.Read(layers, folder ?? Environment.CurrentDirectory);
        }

        return configuration;
    }

    private void Read(ConfigurationLayer[] layers, string folder)
    {
        ConfigurationBuilder builder = new();
        foreach (ConfigurationLayer layer in layers)
        {
            builder.AddInMemoryCollection(layer.Values);
        }

        IConfigurationRoot root = builder.Build();
        SchemaReader reader = new(folder, Tell);
        reader.TellUnknownKeys(root, [Root, LogLevels.Section]);
        reader.ReadSection(Options, root.GetSection(Root));
        LogLevels.Check(root, Tell);
        Options.Logging = root.GetSection(LogLevels.Section);
        // Beside an uplink the embedded broker matters only when it is asked for.
        bool hasBroker = Options.Uplink is null || root.GetSection("Edge:Broker").Exists();
        ListenerChecks.Tell(Options, hasBroker, Tell);
        foreach ((int index, LineOptions line) in Options.Links.Index())
        {
            new LineChecks(root.GetSection($"{Root}:Links:{index}"), Tell).Tell(line);
        }

        if (Options.Uplink is { } uplink)
        {
            UplinkChecks.Tell(uplink, Tell);
        }

        JournalChecks.Resolve(Options.Journal, folder, Tell);

        void Tell(string key, string problem)
        {
            string origin = layers.LastOrDefault(l => l.Holds(key))?.Origin ?? "";
            _mistakes.Add(OneLine.Of($"{SettingPath.Of(key)}: {problem}{origin}"));
        }
    }
}
