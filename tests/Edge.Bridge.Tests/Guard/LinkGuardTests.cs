using System.Net;
using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Tests.Configuration;
using Edge.Mqtt;

namespace Edge.Bridge.Tests.Guard;

public class LinkGuardTests
{
    private const string Users = """ "UsersFile": "users" """;

    [Theory]
    [InlineData("10.255.0.1", true)]
    [InlineData("11.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::ffff:11.0.0.1", false)]
    [InlineData("2001:db8::7", true)]
    [InlineData("2001:db9::7", false)]
    [InlineData("127.0.0.1", false)]
    public void An_address_is_let_in_from_the_networks_alone(string address, bool isAdmitted)
    {
        LinkGuard guard = Guard(""" "Networks": ["10.0.0.0/8", "2001:db8::/32"] """);

        Assert.Equal(isAdmitted, guard.AdmitsAddress(IPAddress.Parse(address)));
        Assert.True(Guard(Users).AdmitsAddress(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("node-7", ConnectReturnCode.Accepted)]
    [InlineData("gate", ConnectReturnCode.Accepted)]
    [InlineData("gate-7", ConnectReturnCode.IdentifierRejected)]
    [InlineData("", ConnectReturnCode.IdentifierRejected)]
    public void A_client_id_is_let_in_that_a_pattern_means(string clientId, ConnectReturnCode answer)
    {
        LinkGuard guard = Guard(""" "AllowedClients": ["node-*", "gate"] """);

        Assert.Equal(answer, Connecting.To(guard, new MqttClientOptions(clientId) { CleanSession = true }).Answer);
    }

    [Fact]
    public void A_client_id_has_a_longest()
    {
        LinkGuard guard = Guard("");
        (ConnectReturnCode answer, _, string? why) = Connecting.To(guard, new MqttClientOptions(new string('c', 1025)));

        Assert.Equal(ConnectReturnCode.IdentifierRejected, answer);
        Assert.Equal("its client id is longer than 1024 bytes", why);
        Assert.Equal(
            ConnectReturnCode.Accepted, Connecting.To(guard, new MqttClientOptions(new string('c', 1024))).Answer);
    }

    [Theory]
    [InlineData("alice", "wonderland", ConnectReturnCode.Accepted, null)]
    [InlineData("alice", "looking-glass", ConnectReturnCode.BadUserNameOrPassword, "wrong password for user 'alice'")]
    [InlineData("alice", null, ConnectReturnCode.BadUserNameOrPassword, "wrong password for user 'alice'")]
    [InlineData("looking-glass", "wonderland", ConnectReturnCode.BadUserNameOrPassword, "there is no such user")]
    [InlineData(null, null, ConnectReturnCode.NotAuthorized, "it names no user")]
    public void With_a_users_file_nobody_is_let_in_without_a_password(
        string? name, string? password, ConnectReturnCode expected, string? reason)
    {
        (ConnectReturnCode answer, TopicRules rules, string? why) = Connecting.To(Guard(Users), Client(name, password));

        Assert.Equal((expected, reason), (answer, why));
        Assert.DoesNotContain("looking-glass", why ?? "", StringComparison.Ordinal);
        Assert.Equal(expected == ConnectReturnCode.Accepted, rules.AllowsSubscribe(new TopicFilter("a")));
    }

    [Fact]
    public void Without_a_users_file_nobody_is_asked() =>
        Assert.Equal(ConnectReturnCode.Accepted, Connecting.To(Guard(""), Client("who", "ever")).Answer);

    [Fact]
    public void Uplink_link_and_user_all_have_to_allow_a_topic()
    {
        LinkGuard guard = Guard(
            """
            "UsersFile": "users", "Publish": ["sensors/#", "state/#"], "Subscribe": ["cmd/#"],
            "Users": [{ "Name": "alice", "Publish": ["+/alice/#"], "Subscribe": ["+/alice"] }]
            """,
            new UplinkOptions { Publish = [new("sensors/#"), new("other/#")], Subscribe = [new("#")] });

        TopicRules rules = Connecting.To(guard, Client("alice", "wonderland")).Rules;

        Assert.True(Publish(rules, "sensors/alice/t"));
        Assert.False(Publish(rules, "state/alice/t"));
        Assert.False(Publish(rules, "other/alice/t"));
        Assert.False(Publish(rules, "sensors/bob/t"));
        Assert.True(rules.AllowsSubscribe(new TopicFilter("cmd/alice")));
        Assert.False(rules.AllowsSubscribe(new TopicFilter("cmd/+")));
        Assert.False(rules.AllowsSubscribe(new TopicFilter("all/alice")));
    }

    [Fact]
    public void A_user_may_be_held_to_client_ids()
    {
        LinkGuard guard = Guard(
            """ "UsersFile": "users", "Users": [{ "Name": "alice", "AllowedClients": ["node-7"] }] """);

        (ConnectReturnCode answer, TopicRules rules, string? why) =
            Connecting.To(guard, Client("alice", "wonderland", "node-8"));

        Assert.Equal(ConnectReturnCode.IdentifierRejected, answer);
        Assert.Equal("its client id is none of AllowedClients of user 'alice'", why);
        Assert.False(Publish(rules, "a"));
        Assert.Equal(
            ConnectReturnCode.Accepted, Connecting.To(guard, Client("alice", "wonderland", "node-7")).Answer);
        // Who has no right password does not learn which client ids there are.
        Assert.Equal(
            ConnectReturnCode.BadUserNameOrPassword, Connecting.To(guard, Client("alice", "x", "node-8")).Answer);
    }

    [Theory]
    [InlineData("state/one", ConnectReturnCode.Accepted)]
    [InlineData("other", ConnectReturnCode.NotAuthorized)]
    [InlineData("$SYS/fake", ConnectReturnCode.NotAuthorized)]
    public void A_will_is_a_message_like_any_other(string topic, ConnectReturnCode expected)
    {
        MqttClientOptions client = Client(null, null);
        client.Will = new Will(new Topic(topic), [1], QualityOfService.AtLeastOnce, true);

        (ConnectReturnCode answer, TopicRules rules, string? why) =
            Connecting.To(Guard(""" "Publish": ["state/#"] """), client);

        Assert.Equal(expected, answer);
        Assert.Equal(expected == ConnectReturnCode.Accepted ? null : "it may not publish to the topic of its will", why);
        Assert.Equal(expected == ConnectReturnCode.Accepted, rules.AllowsSubscribe(new TopicFilter("a")));
    }

    [Fact]
    public void Who_tries_too_many_passwords_is_told_to_come_later()
    {
        HashBudget budget = new(() => 0);
        while (budget.TrySpend(1000))
        {
        }

        (ConnectReturnCode answer, _, string? why) =
            Connecting.To(Guard(Users, null, budget), Client("alice", "wonderland"));

        Assert.Equal(ConnectReturnCode.ServerUnavailable, answer);
        Assert.Equal("too many passwords had to be verified just now", why);
    }

    private static LinkGuard Guard(string settings, UplinkOptions? uplink = null, HashBudget? budget = null)
    {
        string comma = settings.Length == 0 ? "" : ",";
        EdgeConfiguration configuration = Configured.By($$"""
            {
              "Edge": {
                "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1884", "Framing": "None" {{comma}} {{settings}} }]
              }
            }
            """);
        Assert.Empty(configuration.Mistakes);
        return new LinkGuard(configuration.Options.Links[0], uplink, budget);
    }

    private static MqttClientOptions Client(string? name, string? password, string clientId = "c") => new(clientId)
    {
        UserName = name,
        Password = password is null ? null : System.Text.Encoding.UTF8.GetBytes(password),
    };

    private static bool Publish(TopicRules rules, string topic)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(topic);
        return rules.AllowsPublish(bytes, 0, bytes.Length);
    }
}
