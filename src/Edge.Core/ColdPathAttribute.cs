using System;

namespace Edge;

/// <summary>Marks a member that may allocate although the device's hot path leads to it: opening and closing a carrier,
/// or growing once. Everything else reachable from a poll or a publish allocates nothing.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor)]
public sealed class ColdPathAttribute : Attribute
{
}
