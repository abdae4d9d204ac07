using Edge.Bridge.Configuration;
using Edge.Testing;

namespace Edge.Bridge.Tests.Configuration;

public class UplinkMistakesTests
{
    private const string Address = BrokerAddress.Expected;

    [Theory]
    [InlineData("Addresses", "\"mqtt://a:1\"",
        $"'mqtt://a:1' is a single value; expected a list, each item {Address}")]
    [InlineData("Addresses", "[]", $"is empty; expected at least one item, {Address}")]
    [InlineData("Addresses", "null", $"missing; expected {Address}")]
    [InlineData("Addresses[0]", "[\"mqtt://a:0\"]", "port 0 is out of range; expected 1 to 65535")]
    [InlineData("Addresses[0]", "[\"mqtt://a:\"]", "port '' is out of range; expected 1 to 65535")]
    [InlineData("Addresses[0]", "[\"http://a\"]", $"http:// is not known; expected {Address}")]
    [InlineData("Addresses[0]", "[\"mqtts://a/mqtt\"]", $"'mqtts://a/mqtt' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"ws://a/m q\"]", $"'ws://a/m q' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"wss://a/#mqtt\"]", $"'wss://a/#mqtt' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"wss://a/mqtt?token=word\"]",
        $"a query does not belong in an address; expected {Address}")]
    [InlineData("Addresses", "[\"mqtt://a\", \"mqtts://b\", \"ws://c\"]",
        "mixes mqtt:// and mqtts:// and ws://; expected only mqtt://, only mqtts://, or only ws:// and wss://")]
    [InlineData("Addresses[0]", "[\"a.example:1883\"]",
        $"'a.example:1883' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"mqtt://\"]", $"'mqtt://' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"mqtt://a/b\"]", $"'mqtt://a/b' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"mqtt://::1\"]", $"'mqtt://::1' is not an address; expected {Address}")]
    [InlineData("Addresses[0]", "[\"mqtt://user:word@a\"]",
        $"a user does not belong in an address; expected {Address}, beside Username and PasswordFile")]
    [InlineData("ClientId", "\"\"", "'' is not allowed; expected text")]
    [InlineData("Prefix", "\"a/+/\"", "'a/+/' is not allowed; expected the beginning of a topic, without + and #")]
    [InlineData("InFlight", "1001", "1001 is out of range; expected 1 to 1000")]
    [InlineData("KeepAliveSeconds", "-1", "-1 is out of range; expected 0 to 65535")]
    [InlineData("Publish[1]", "[\"a/#\", \"a/#/b\"]", "'a/#/b' is not a topic filter; expected one such as sensors/#")]
    [InlineData("Subscribe[0]", "[\"\"]", "'' is not a topic filter; expected one such as sensors/#")]
    [InlineData("Subscribe[0]", "[\"$SYS/#\"]",
        "'$SYS/#' allows nothing: topics that begin with $ are never taken from a client")]
    [InlineData("Subscribe", "\"a\"", "'a' is a single value; expected a list, each item a topic filter such as sensors/#")]
    [InlineData("Password", "\"secret\"", "unknown key; did you mean PasswordFile?")]
    public void In_the_uplink(string path, string value, string mistake)
    {
        string key = path.Split('[')[0];
        string addresses = key == "Addresses" ? "" : """ "Addresses": ["mqtt://a"], """;
        string json = $$"""{ "Edge": { "Uplink": { {{addresses}} "{{key}}": {{value}}, "Username": "u" } } }""";

        Assert.Equal([$"Edge.Uplink.{path}: {mistake}"], Configured.By(json).Mistakes);
    }

    [Fact]
    public void An_empty_uplink_lacks_its_addresses() =>
        Assert.Equal(
            [$"Edge.Uplink.Addresses: missing; expected {Address}"],
            Configured.By("""{ "Edge": { "Uplink": {} } }""").Mistakes);

    [Theory]
    [InlineData("no-such", "no such file; expected a file that can be read")]
    [InlineData(".", "is a folder; expected a file that can be read")]
    [InlineData("empty", "is empty; expected a password")]
    public void In_the_password_file(string file, string mistake)
    {
        string json = $$"""
            { "Edge": { "Uplink": { "Addresses": ["mqtt://a"], "Username": "u", "PasswordFile": "{{file}}" } } }
            """;

        string told = Assert.Single(Configured.By(json).Mistakes);
        Assert.StartsWith($"Edge.Uplink.PasswordFile: {Path.GetTempPath()}", told, StringComparison.Ordinal);
        Assert.EndsWith(": " + mistake, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_without_a_user() =>
        Assert.Equal(
            ["Edge.Uplink.PasswordFile: needs Username beside it (3.1.2-22)"],
            Configured.By("""
                { "Edge": { "Uplink": { "Addresses": ["mqtt://a"], "PasswordFile": "password" } } }
                """).Mistakes);

    [Theory]
    [InlineData("CertificateFile", "KeyFile")]
    [InlineData("KeyFile", "CertificateFile")]
    public void A_certificate_without_its_key_and_a_key_without_its_certificate(string given, string missing)
    {
        using CertificateAuthority authority = new("Test");

        Assert.Equal(
            [$"Edge.Uplink.{given}: needs {missing} beside it"],
            Secure($$""" "{{given}}": "{{authority.CaFile}}" """));
    }

    [Fact]
    public void Files_that_are_no_certificate_and_no_key()
    {
        using CertificateAuthority authority = new("Test");
        IssuedCertificate one = authority.IssueClient("one");
        IssuedCertificate two = authority.IssueClient("two");

        Assert.Equal(
            [$"Edge.Uplink.CaFile: '{one.KeyFile}': there is no PEM certificate in it"],
            Secure($$""" "CaFile": "{{one.KeyFile}}" """));
        string told = Assert.Single(
            Secure($$""" "CertificateFile": "{{one.CertificateFile}}", "KeyFile": "{{two.KeyFile}}" """));
        Assert.StartsWith($"Edge.Uplink.KeyFile: '{two.KeyFile}': ", told, StringComparison.Ordinal);
        Assert.Equal(
            ["Edge.Uplink.CaFile: /no/such: no such file; expected a file that can be read"],
            Secure(""" "CaFile": "/no/such" """));
        Assert.Empty(Secure($$"""
            "CaFile": "{{authority.CaFile}}", "CertificateFile": "{{one.CertificateFile}}", "KeyFile": "{{one.KeyFile}}"
            """));
    }

    [Fact]
    public void An_authority_at_an_address_without_tls()
    {
        using CertificateAuthority authority = new("Test");

        Assert.Equal(
            ["Edge.Uplink.CaFile: is for TLS; expected an address that begins with mqtts:// or wss://"],
            Configured.By($$"""
                { "Edge": { "Uplink": { "Addresses": ["ws://a"], "CaFile": "{{authority.CaFile}}" } } }
                """).Mistakes);
    }

    private static IReadOnlyList<string> Secure(string settings) =>
        Configured.By($$"""{ "Edge": { "Uplink": { "Addresses": ["mqtts://a"], {{settings}} } } }""").Mistakes;
}
