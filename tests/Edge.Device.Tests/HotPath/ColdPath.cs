using Mono.Cecil;

namespace Edge.Device.Tests.HotPath;

/// <summary>The exits of the hot path.</summary>
internal static class ColdPath
{
    public static bool Marks(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Edge.ColdPathAttribute");
}
