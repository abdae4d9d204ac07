using System;

namespace Microsoft.CodeAnalysis;

/// <summary>Known to the compiler by this name.</summary>
[Embedded]
internal sealed class EmbeddedAttribute : Attribute
{
}
