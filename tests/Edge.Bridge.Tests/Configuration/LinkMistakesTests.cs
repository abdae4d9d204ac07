using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;

namespace Edge.Bridge.Tests.Configuration;

public class LinkMistakesTests
{
    private const string Serial = """ "Name": "barn", "Type": "Serial", "Port": "COM3" """;
    private const string Tcp = """ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1884", "Framing": "None" """;
    private const string Udp = """ "Name": "field", "Type": "Udp", "Listen": "127.0.0.1:10000" """;
    private const string Keys =
        "Name, Type, Port, Baud, Duplex, TurnaroundMs, Stations, PollMs, Rs485, Listen, "
        + "Framing, Check, Window, FrameBytesMax, Protocol, PredefinedTopics, TopicsMax, RetrySeconds, TakesWithoutConnection, "
        + "AllowedClients, Networks, UsersFile, Publish, Subscribe, Users";

    [Theory]
    [InlineData("""{ "Name": "barn", "Type": "Serial" }""",
        "Edge.Links[0].Port: missing; expected a serial port such as /dev/ttyUSB0 or COM3")]
    [InlineData("""{ "Type": "Serial", "Port": "COM3" }""",
        "Edge.Links[0].Name: missing; expected letters a to z, digits and -")]
    [InlineData("""{ "Name": "a b", "Type": "Serial", "Port": "COM3" }""",
        "Edge.Links[0].Name: 'a b' is not allowed; expected letters a to z, digits and -")]
    [InlineData("""{ "Name": "barn" }""", "Edge.Links[0].Type: missing; expected Serial or Tcp or Udp")]
    [InlineData("""{ "Name": "barn", "Type": "Usb", "Baud": 9600 }""",
        "Edge.Links[0].Type: 'Usb' is not known; expected Serial or Tcp or Udp")]
    [InlineData("""{ "Name": "barn", "Type": "0" }""", "Edge.Links[0].Type: '0' is not known; expected Serial or Tcp or Udp")]
    [InlineData($$"""{ {{Serial}}, "Baud": 49 }""", "Edge.Links[0].Baud: 49 is out of range; expected 50 to 4000000")]
    [InlineData($$"""{ {{Serial}}, "Gateway": true }""",
        $"Edge.Links[0].Gateway: unknown key; expected {Keys}")]
    [InlineData($$"""{ {{Serial}}, "Framing": "None" }""",
        "Edge.Links[0].Framing: None is not supported on a Serial link; expected Link")]
    [InlineData($$"""{ {{Serial}}, "Protocol": "MqttSn" }""",
        "Edge.Links[0].Protocol: MqttSn is not supported on a Serial link; expected Mqtt")]
    [InlineData($$"""{ {{Serial}}, "Listen": "127.0.0.1:1" }""",
        "Edge.Links[0].Listen: does not belong to a Serial link; it is for Tcp and Udp")]
    [InlineData($$"""{ {{Tcp}}, "Baud": 9600 }""",
        "Edge.Links[0].Baud: does not belong to a Tcp link; it is for Serial")]
    [InlineData("""{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1884" }""",
        "Edge.Links[0].Framing: missing; expected None")]
    [InlineData("""{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1884", "Framing": "Link" }""",
        "Edge.Links[0].Framing: Link is not supported on a Tcp link; expected None")]
    [InlineData($$"""{ {{Serial}} }, { "Name": "BARN", "Type": "Serial", "Port": "COM4" }""",
        "Edge.Links[1].Name: 'BARN' is taken already, by Edge.Links[0].Name")]
    [InlineData($$"""{ {{Serial}} }, { "Name": "yard", "Type": "Serial", "Port": "COM3" }""",
        "Edge.Links[1].Port: 'COM3' is taken already, by Edge.Links[0].Port")]
    [InlineData("""{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1883", "Framing": "None" }""",
        "Edge.Links[0].Listen: '127.0.0.1:1883' is taken already, by Edge.Broker.Listen")]
    [InlineData($$"""{ {{Serial}}, "Networks": ["10.0.0.0/8"] }""",
        "Edge.Links[0].Networks: does not belong to a Serial link; it is for Tcp and Udp")]
    [InlineData($$"""{ {{Serial}}, "UsersFile": "users" }""",
        "Edge.Links[0].UsersFile: does not belong to a Serial link; it is for Tcp")]
    [InlineData($$"""{ {{Serial}}, "Users": [] }""", "Edge.Links[0].Users: does not belong to a Serial link; it is for Tcp")]
    [InlineData($$"""{ {{Serial}}, "AllowedClients": ["node-*", ""] }""",
        $"Edge.Links[0].AllowedClients[1]: '' is not allowed; expected {ClientIdPattern.Expected}")]
    [InlineData($$"""{ {{Serial}}, "AllowedClients": [] }""",
        "Edge.Links[0].AllowedClients: is empty, so that no client would be let in; expected at least one")]
    [InlineData($$"""{ {{Serial}}, "Publish": ["a/#b"] }""",
        "Edge.Links[0].Publish[0]: 'a/#b' is not a topic filter; expected one such as sensors/#")]
    [InlineData($$"""{ {{Serial}}, "Subscribe": ["$share/g/a"] }""",
        "Edge.Links[0].Subscribe[0]: '$share/g/a' allows nothing: "
        + "topics that begin with $ are never taken from a client")]
    [InlineData($$"""{ {{Tcp}}, "Networks": [] }""",
        "Edge.Links[0].Networks: is empty, so that no address would be let in; expected at least one")]
    [InlineData($$"""{ {{Tcp}}, "Networks": ["10.0.0.1/8"] }""",
        "Edge.Links[0].Networks[0]: '10.0.0.1/8' is more than the network 10.0.0.0/8; expected that")]
    [InlineData($$"""{ {{Tcp}}, "Networks": ["10/8"] }""",
        $"Edge.Links[0].Networks[0]: '10/8' is not a network; expected {NetworkText.Expected}")]
    [InlineData($$"""{ {{Tcp}}, "Networks": ["10.0.0.0/33"] }""",
        $"Edge.Links[0].Networks[0]: '10.0.0.0/33' is not a network; expected {NetworkText.Expected}")]
    [InlineData($$"""{ {{Tcp}}, "Networks": ["10.0.0.0"] }""",
        $"Edge.Links[0].Networks[0]: '10.0.0.0' is not a network; expected {NetworkText.Expected}")]
    [InlineData($$"""{ {{Tcp}}, "Networks": ["::ffff:10.0.0.0/104"] }""",
        $"Edge.Links[0].Networks[0]: '::ffff:10.0.0.0/104' is IPv4 in the words of IPv6; expected {NetworkText.Expected}")]
    [InlineData($$"""{ {{Tcp}}, "Users": [] }""", "Edge.Links[0].Users: needs UsersFile beside it")]
    [InlineData($$"""{ {{Tcp}}, "UsersFile": "users", "Users": [{ "Name": "alice" }, { "Name": "mallory" }] }""",
        "Edge.Links[0].Users[1].Name: 'mallory' is no user of {folder}/users")]
    [InlineData($$"""{ {{Tcp}}, "UsersFile": "users", "Users": [{ "Name": "alice" }, { "Name": "alice" }] }""",
        "Edge.Links[0].Users[1].Name: 'alice' is taken already, by Edge.Links[0].Users[0].Name")]
    [InlineData($$"""{ {{Tcp}}, "UsersFile": "users", "Users": [{ "Name": "alice", "AllowedClients": [] }] }""",
        "Edge.Links[0].Users[0].AllowedClients: is empty, so that no client would be let in; expected at least one")]
    [InlineData($$"""{ {{Tcp}}, "UsersFile": "users", "Users": [{ "Publish": ["a"] }] }""",
        "Edge.Links[0].Users[0].Name: missing; expected text")]
    [InlineData($$"""{ {{Tcp}}, "UsersFile": "password" }""",
        "Edge.Links[0].UsersFile: {folder}/password: line 1: "
        + "is not name:$7$iterations$salt$hash, as mosquitto_passwd writes it")]
    [InlineData($$"""{ {{Udp}}, "Protocol": "Mqtt" }""",
        "Edge.Links[0].Protocol: Mqtt is not supported on a Udp link; expected MqttSn")]
    [InlineData($$"""{ {{Udp}}, "UsersFile": "users" }""",
        "Edge.Links[0].UsersFile: does not belong to a Udp link; it is for Tcp")]
    [InlineData($$"""{ {{Udp}}, "PredefinedTopics": [{ "Id": 0, "Topic": "a" }] }""",
        "Edge.Links[0].PredefinedTopics[0].Id: 0 is out of range; expected 1 to 65534")]
    [InlineData($$"""{ {{Udp}}, "PredefinedTopics": [{ "Id": 7, "Topic": "a/+" }] }""",
        "Edge.Links[0].PredefinedTopics[0].Topic: 'a/+' has a wildcard; expected one topic")]
    [InlineData($$"""{ {{Udp}}, "PredefinedTopics": [{ "Id": 7, "Topic": "a" }, { "Id": 7, "Topic": "b" }] }""",
        "Edge.Links[0].PredefinedTopics[1].Id: 7 is taken already")]
    [InlineData("""{ "Name": "field", "Type": "Udp", "Listen": "0.0.0.0:10000", "AllowedClients": ["a"] }""",
        "Edge.Links[0].Listen: 0.0.0.0:10000 listens beyond loopback; expected AllowedClients and Networks beside it")]
    [InlineData("7",
        $"Edge.Links[0]: '7' is a value; expected a section with {Keys}")]
    public void In_a_link(string links, string mistake)
    {
        using TemporaryFolder folder = new();
        folder.Write("users", Configured.Alice);
        folder.Write("password", "secret\n");
        string file = folder.Write("edge.json", $$"""{ "Edge": { "Links": [{{links}}] } }""");

        Assert.Equal(
            [mistake.Replace("{folder}", folder.Path, StringComparison.Ordinal)],
            EdgeConfiguration.Load(file, new Dictionary<string, string>(), []).Mistakes);
    }

    [Theory]
    [InlineData("0.0.0.0:1884", "", false)]
    [InlineData("[::]:1884", "", false)]
    [InlineData("10.1.2.3:1884", """, "AllowedClients": ["node-*"] """, false)]
    [InlineData("10.1.2.3:1884", """, "Networks": ["10.0.0.0/8"] """, false)]
    [InlineData("10.1.2.3:1884", """, "AllowedClients": ["node-*"], "Networks": ["10.0.0.0/8"] """, true)]
    [InlineData("10.1.2.3:1884", """, "UsersFile": "users" """, true)]
    [InlineData("127.0.0.2:1884", "", true)]
    [InlineData("[::1]:1884", "", true)]
    [InlineData("[::ffff:127.0.0.1]:1884", "", true)]
    public void Beyond_loopback_a_link_asks_who_comes(string listen, string settings, bool isRight)
    {
        using TemporaryFolder folder = new();
        folder.Write("users", Configured.Alice);
        string file = folder.Write(
            "edge.json",
            $$"""
            { "Edge": { "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "{{listen}}", "Framing": "None" {{settings}} }] } }
            """);

        var configuration = EdgeConfiguration.Load(file, new Dictionary<string, string>(), []);

        string mistake = $"Edge.Links[0].Listen: {listen} listens beyond loopback; "
            + "expected UsersFile beside it, or AllowedClients and Networks";
        Assert.Equal(isRight ? [] : [mistake], configuration.Mistakes);
    }

    [Fact]
    public void What_was_told_is_not_told_again_as_missing() =>
        Assert.Equal(
            [
                "Edge.Links[0].Networks[0]: 'all' is not a network; expected a network such as 10.0.0.0/8 or 2001:db8::/32",
            ],
            Configured.By("""
                {
                  "Edge": {
                    "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "0.0.0.0:1884", "Framing": "None",
                                "AllowedClients": ["node-*"], "Networks": ["all"] }]
                  }
                }
                """).Mistakes);
}
