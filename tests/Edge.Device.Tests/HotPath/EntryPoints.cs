using Mono.Cecil;

namespace Edge.Device.Tests.HotPath;

/// <summary>Where the hot path begins: everything public that is not named here as setting up.</summary>
internal static class EntryPoints
{
    // Members that make or describe something: options are set before a client is made, text is for people.
    private static readonly string[] SetupTypes = ["MqttClientOptions", "MqttSnClientOptions", "LinkOptions", "PublishPolicy", "Will"];
    private static readonly string[] SetupMembers = ["Utf8.GetBytes", "Schema.IndexOf", "SensorNode.Add"];

    public static IEnumerable<MethodDefinition> Of(IEnumerable<TypeDefinition> types) => types
        .Where(type => type.IsPublic && !SetupTypes.Contains(type.Name))
        .SelectMany(type => type.Methods)
        .Where(method => method is { IsPublic: true, IsConstructor: false, HasBody: true, Name: not "ToString" }
            && !SetupMembers.Contains($"{method.DeclaringType.Name}.{method.Name}"));
}
