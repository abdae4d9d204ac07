using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Edge.Bridge.Guard;

namespace Edge.Bridge.Configuration;

/// <summary>What one user of a link may do, within what the link allows.</summary>
internal sealed class UserOptions
{
    /// <summary>The name, as in the users file.</summary>
    [Description("A user of `UsersFile`; who is not in this list may do what the link allows."), Required, Text("text")]
    public string Name { get; set; } = "";

    /// <summary>The client ids that the user may use; null for all.</summary>
    [Description("The client ids that this user may use, `*` for any characters."), DefaultText("all")]
    public IReadOnlyList<ClientIdPattern>? AllowedClients { get; set; }

    /// <summary>Topic filters that the user's messages must match.</summary>
    [Description("The topics that this user may publish to."), DefaultText("`[\"#\"]`")]
    public IReadOnlyList<TopicFilter> Publish { get; set; } = [new("#")];

    /// <summary>Topic filters that must cover the user's subscriptions.</summary>
    [Description("The topics that this user may subscribe to."), DefaultText("`[\"#\"]`")]
    public IReadOnlyList<TopicFilter> Subscribe { get; set; } = [new("#")];
}
