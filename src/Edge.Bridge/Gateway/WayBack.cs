namespace Edge.Bridge.Gateway;

/// <summary>Makes the way to a client.</summary>
/// <param name="address">Where it is; valid until the call returns.</param>
internal delegate IClientPort WayBack(ReadOnlySpan<byte> address);
