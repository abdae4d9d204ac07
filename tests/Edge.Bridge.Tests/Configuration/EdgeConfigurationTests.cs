using System.Net;
using Edge.Bridge.Configuration;

namespace Edge.Bridge.Tests.Configuration;

public class EdgeConfigurationTests
{
    [Fact]
    public void Without_a_file_everything_has_its_default()
    {
        var configuration = EdgeConfiguration.Load(null, new Dictionary<string, string>(), []);

        Assert.Empty(configuration.Mistakes);
        Assert.Null(configuration.Options.Uplink);
        Assert.Empty(configuration.Options.Links);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 1883), configuration.Options.Broker.Listen);
        Assert.Equal(1_048_576, configuration.Options.Limits.PacketBytesMax);
        JournalOptions journal = configuration.Options.Journal;
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "edge.db"), journal.Path);
        Assert.Equal((1_073_741_824, 67_108_864), (journal.MaxBytes, journal.ReserveBytes));
        Assert.Equal((JournalWhenFull.Refuse, null, TimeSpan.FromDays(7)),
            (journal.WhenFull, journal.MaxAge, journal.SessionExpiry));
    }

    [Fact]
    public void Every_value_reaches_its_option()
    {
        EdgeConfiguration configuration = Configured.By("""
            {
              // Comments and trailing commas are fine.
              "Edge": {
                "Uplink": { "Addresses": ["mqtt://a.example", "mqtt://[::1]:1999/"], "ClientId": "c", "Username": "u",
                            "PasswordFile": "password", "InFlight": 7, "Prefix": "site/", "KeepAliveSeconds": 0,
                            "Publish": ["sensors/#", "+/state"], "Subscribe": [] },
                "Journal": { "Path": "../a.db", "MaxBytes": 9876543210, "WhenFull": "newestpertopic", "MaxAge": "1.12:30:05",
                             "SessionExpiry": "00:05:00", "ReserveBytes": 0 },
                "Links": [
                  { "Name": "barn", "Type": "serial", "Port": "COM3", "baud": "9600", "Protocol": null },
                  { "Name": "lan", "Type": "Tcp", "Listen": "[::1]:1884", "Framing": "None",
                    "AllowedClients": ["node-*", "gate"], "Networks": ["10.0.0.0/8", "2001:db8::/32"],
                    "UsersFile": "users", "Publish": ["sensors/#"], "Subscribe": ["cmd/+"],
                    "Users": [{ "Name": "alice", "AllowedClients": ["node-7"], "Publish": ["a"], "Subscribe": [] }] },
                ],
                "Limits": { "PacketBytesMax": 128, "ClientsMax": 2, "ConnectTimeoutSeconds": 3, "HeldMax": 4 },
                "Broker": { "Listen": "127.0.0.2:1" },
              },
            }
            """);

        Assert.Empty(configuration.Mistakes);
        EdgeOptions options = configuration.Options;
        UplinkOptions uplink = options.Uplink!;
        Assert.Equal([new BrokerAddress(BrokerScheme.Mqtt, "a.example", 1883), new BrokerAddress(BrokerScheme.Mqtt, "::1", 1999)], uplink.Addresses);
        Assert.Equal(("c", "u", "secret"), (uplink.ClientId, uplink.Username, uplink.Password));
        Assert.Equal((7, "site/", 0), (uplink.InFlight, uplink.Prefix, uplink.KeepAliveSeconds));

        Assert.Equal(["sensors/#", "+/state"], uplink.Publish.Select(f => f.ToString()));
        Assert.Empty(uplink.Subscribe);

        JournalOptions journal = options.Journal;
        Assert.Equal(Path.Combine(Path.GetFullPath(Path.GetTempPath()), "a.db"), journal.Path);
        Assert.Equal((9_876_543_210, 0), (journal.MaxBytes, journal.ReserveBytes));
        Assert.Equal(JournalWhenFull.NewestPerTopic, journal.WhenFull);
        Assert.Equal((new TimeSpan(1, 12, 30, 5), TimeSpan.FromMinutes(5)), (journal.MaxAge, journal.SessionExpiry));

        LineOptions barn = options.Links[0];
        Assert.Equal(("barn", LineType.Serial, "COM3", 9600), (barn.Name, barn.Type, barn.Port, barn.Baud));
        Assert.Equal((LineFraming.Link, LineProtocol.Mqtt), (barn.Framing, barn.Protocol));
        LineOptions lan = options.Links[1];
        Assert.Equal((LineType.Tcp, LineFraming.None), (lan.Type, lan.Framing));
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 1884), lan.Listen);

        Assert.Equal(["node-*", "gate"], lan.AllowedClients!.Select(pattern => pattern.ToString()));
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32")], lan.Networks);
        Assert.Equal(("sensors/#", "cmd/+"), (lan.Publish[0].ToString(), lan.Subscribe[0].ToString()));
        Assert.Single(lan.UsersFile!.Users);
        UserOptions user = Assert.Single(lan.Users);
        Assert.Equal(("alice", "node-7", "a"), (user.Name, user.AllowedClients![0].ToString(), user.Publish[0].ToString()));
        Assert.Empty(user.Subscribe);
        Assert.Null(barn.AllowedClients);
        Assert.Equal("#", Assert.Single(barn.Publish).ToString());

        Assert.Equal((128, 2), (options.Limits.PacketBytesMax, options.Limits.ClientsMax));
        Assert.Equal((3, 4), (options.Limits.ConnectTimeoutSeconds, options.Limits.HeldMax));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 1), options.Broker.Listen);
    }

    [Fact]
    public void The_environment_stands_over_the_file_and_the_command_line_over_both()
    {
        const string Json = """
            { "Edge": { "Limits": { "ClientsMax": 1, "HeldMax": 1, "ConnectTimeoutSeconds": 1 } } }
            """;
        Dictionary<string, string> environment = new()
        {
            ["Edge__Limits__HeldMax"] = "2",
            ["EDGE__LIMITS__CONNECTTIMEOUTSECONDS"] = "2",
            ["Logging__LogLevel__Default"] = "Debug",
        };

        EdgeConfiguration configuration = Configured.By(Json, environment, "Edge.Limits.HeldMax=3");

        Assert.Empty(configuration.Mistakes);
        LimitsOptions limits = configuration.Options.Limits;
        Assert.Equal((1, 3, 2), (limits.ClientsMax, limits.HeldMax, limits.ConnectTimeoutSeconds));
        Assert.Equal("Debug", configuration.Options.Logging["LogLevel:Default"]);
    }

    [Theory]
    [InlineData("mqtt://a.example", BrokerScheme.Mqtt, "a.example", 1883, "", "mqtt://a.example:1883")]
    [InlineData("MQTTS://[::1]:99/", BrokerScheme.Mqtts, "::1", 99, "", "mqtts://[::1]:99")]
    [InlineData("mqtts://a", BrokerScheme.Mqtts, "a", 8883, "", "mqtts://a:8883")]
    [InlineData("ws://a", BrokerScheme.Ws, "a", 80, "/", "ws://a:80/")]
    [InlineData("wss://10.0.0.1/mqtt/%C3%BC", BrokerScheme.Wss, "10.0.0.1", 443, "/mqtt/%C3%BC",
        "wss://10.0.0.1:443/mqtt/%C3%BC")]
    public void An_address_says_how_and_where(
        string text, object scheme, string host, int port, string path, string full)
    {
        Assert.Null(BrokerAddress.Parse(text, out BrokerAddress? address));

        Assert.Equal(new BrokerAddress((BrokerScheme)scheme, host, port, path), address);
        Assert.Equal(full, address!.ToString());
    }

    [Fact]
    public void A_null_section_is_absent() =>
        Assert.Null(Configured.By("""{ "Edge": { "Uplink": null } }""").Options.Uplink);

    [Fact]
    public void Beside_an_uplink_a_link_may_listen_where_the_embedded_broker_would() =>
        Assert.Empty(Configured.By("""
            {
              "Edge": {
                "Uplink": { "Addresses": ["mqtt://a.example"] },
                "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1883", "Framing": "None" }]
              }
            }
            """).Mistakes);

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData(" secret \n\n", " secret \n")]
    public void One_newline_at_its_end_is_not_part_of_the_password(string content, string password)
    {
        using TemporaryFolder folder = new();
        folder.Write("password", content);

        Assert.Null(SecretFile.Read(folder.Path, "password", out SecretFile? secret));
        Assert.Equal(password, secret!.Content);
        Assert.DoesNotContain("secret", secret.ToString(), StringComparison.Ordinal);
    }
}
