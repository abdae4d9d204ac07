using System;

namespace Edge.Mqtt;

// For clients with thousands of filters.
internal sealed partial class Subscriptions
{
    // True when a request under way has this identifier.
    internal bool Takes(int identifier) => Array.IndexOf(_identifiers, identifier) >= 0;
}
