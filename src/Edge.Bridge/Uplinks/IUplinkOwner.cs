namespace Edge.Bridge.Uplinks;

/// <summary>What the uplink asks and tells.</summary>
internal interface IUplinkOwner
{
    /// <summary>A message came down.</summary>
    /// <param name="topic">Its topic without the uplink's prefix.</param>
    /// <param name="publish">The rest; valid until the call returns.</param>
    /// <returns>True to acknowledge it now; false: later, by its delivery number.</returns>
    bool OnDownlink(Topic topic, Message publish);

    /// <summary>The broker has answered to a device's filter; retained messages follow.</summary>
    void OnUplinkSubscribed(TopicFilter filter);

    /// <summary>The broker is there.</summary>
    /// <param name="isSessionPresent">It remembers this bridge.</param>
    void OnUplinkConnected(bool isSessionPresent);

    /// <summary>The connection to the broker has ended: what it delivered and was not acknowledged comes again.</summary>
    void OnUplinkLost();
}
