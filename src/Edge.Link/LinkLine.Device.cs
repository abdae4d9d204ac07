using System;

namespace Edge.Link;

/// <summary>A device is never the primary of a half-duplex line.</summary>
public sealed partial class LinkLine
{
    private partial TurnTaking NewPrimaryTurns(LinkOptions options) =>
        throw new ArgumentException("the primary of a half-duplex line is the bridge");
}
