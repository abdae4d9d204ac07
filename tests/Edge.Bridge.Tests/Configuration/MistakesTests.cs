namespace Edge.Bridge.Tests.Configuration;

public class MistakesTests
{
    [Theory]
    [InlineData("""{ "Egde": {} }""", "Egde: unknown key; did you mean Edge?")]
    [InlineData("""{ "Serilog": {} }""", "Serilog: unknown key; expected Edge, Logging")]
    [InlineData("""{ "Edge": 5 }""", "Edge: '5' is a value; expected a section with Uplink, Journal, Links, Limits, Broker, Observability")]
    [InlineData("""{ "Edge": { "Limits": {}, "limits": {} } }""",
        "Edge.limits: written twice; keys do not tell upper from lower case")]
    [InlineData("""{ "Logging": { "LogLevel": { "Default": "Verbose" } } }""",
        "Logging.LogLevel.Default: 'Verbose' is not known; "
        + "expected Trace, Debug, Information, Warning, Error, Critical, None")]
    public void Outside_of_the_sections(string json, string mistake) =>
        Assert.Equal([mistake], Configured.By(json).Mistakes);

    [Fact]
    public void A_section_that_this_version_lacks_is_unknown() =>
        Assert.Equal(
            ["Edge.Metrics: unknown key; expected Uplink, Journal, Links, Limits, Broker, Observability"],
            Configured.By("""{ "Edge": { "Metrics": {} } }""").Mistakes);

    [Theory]
    [InlineData("MaxBytes", "65535", "65535 is out of range; expected 65536 to 1099511627776")]
    [InlineData("MaxBytes", "99999999999999999999",
        "99999999999999999999 is out of range; expected 65536 to 1099511627776")]
    [InlineData("ReserveBytes", "-1", "-1 is out of range; expected 0 to 1099511627776")]
    [InlineData("WhenFull", "\"Drop\"", "'Drop' is not known; expected Refuse or DropOldest or NewestPerTopic")]
    [InlineData("MaxAge", "7",
        "'7' is not a time; expected 00:00:01 to 3650.00:00:00, as days.hours:minutes:seconds")]
    [InlineData("MaxAge", "\"00:00:00\"",
        "00:00:00 is out of range; expected 00:00:01 to 3650.00:00:00, as days.hours:minutes:seconds")]
    [InlineData("SessionExpiry", "\"a week\"",
        "'a week' is not a time; expected 00:01:00 to 3650.00:00:00, as days.hours:minutes:seconds")]
    [InlineData("SessionExpiry", "\"3650.00:00:01\"",
        "3650.00:00:01 is out of range; expected 00:01:00 to 3650.00:00:00, as days.hours:minutes:seconds")]
    [InlineData("Path", "\"\"", "'' is not allowed; expected the path of a file, relative to this one")]
    [InlineData("Path", "\"/no/such/edge.db\"",
        "/no/such: no such folder; expected one in which the journal can be made")]
    [InlineData("Path", "\"/\"", "/: is a folder; expected a file, which is made when it is not there")]
    public void In_the_journal(string key, string value, string mistake) =>
        Assert.Equal(
            [$"Edge.Journal.{key}: {mistake}"],
            Configured.By($$"""{ "Edge": { "Journal": { "{{key}}": {{value}} } } }""").Mistakes);

    [Theory]
    [InlineData(""" "ClientsMax": 0 """, "Edge.Limits.ClientsMax: 0 is out of range; expected 1 to 100000")]
    [InlineData(""" "ClientsMax": 99999999999 """,
        "Edge.Limits.ClientsMax: 99999999999 is out of range; expected 1 to 100000")]
    [InlineData(""" "HeldMax": 1.5 """, "Edge.Limits.HeldMax: '1.5' is not a whole number; expected 1 to 65535")]
    [InlineData(""" "HeldMax": true """, "Edge.Limits.HeldMax: 'true' is not a whole number; expected 1 to 65535")]
    [InlineData(""" "HeldMax": "many" """, "Edge.Limits.HeldMax: 'many' is not a whole number; expected 1 to 65535")]
    [InlineData(""" "HeldMax": "" """, "Edge.Limits.HeldMax: '' is not a whole number; expected 1 to 65535")]
    [InlineData(""" "HeldMax": [1] """, "Edge.Limits.HeldMax: is a section or a list; expected 1 to 65535")]
    [InlineData(""" "HeldMx": 1 """, "Edge.Limits.HeldMx: unknown key; did you mean HeldMax?")]
    [InlineData(""" "PacketBytesMax": 127 """,
        "Edge.Limits.PacketBytesMax: 127 is out of range; expected 128 to 16777216")]
    [InlineData(""" "ConnectTimeoutSeconds": 3601 """,
        "Edge.Limits.ConnectTimeoutSeconds: 3601 is out of range; expected 1 to 3600")]
    public void In_a_limit(string limit, string mistake) =>
        Assert.Equal([mistake], Configured.By($$"""{ "Edge": { "Limits": { {{limit}} } } }""").Mistakes);

    [Theory]
    [InlineData("127.0.0.1", "'127.0.0.1' is not an endpoint; expected an address and a port such as 127.0.0.1:1884")]
    [InlineData("1883", "'1883' is not an endpoint; expected an address and a port such as 127.0.0.1:1884")]
    [InlineData(":1883", "':1883' is not an endpoint; expected an address and a port such as 127.0.0.1:1884")]
    [InlineData("::1:1883", "'::1:1883' is not an endpoint; expected an address and a port such as 127.0.0.1:1884")]
    [InlineData("here:1883", "'here:1883' is not an endpoint; expected an address and a port such as 127.0.0.1:1884")]
    [InlineData("127.0.0.1:65536", "port 65536 is out of range; expected 1 to 65535")]
    [InlineData("127.0.0.1:0", "port 0 is out of range; expected 1 to 65535")]
    [InlineData("0.0.0.0:1883", "0.0.0.0:1883 listens beyond loopback, and the embedded broker has no users")]
    [InlineData("[::]:1883", "[::]:1883 listens beyond loopback, and the embedded broker has no users")]
    public void In_an_endpoint(string endpoint, string mistake) =>
        Assert.Equal(
            [$"Edge.Broker.Listen: {mistake}"],
            Configured.By($$"""{ "Edge": { "Broker": { "Listen": "{{endpoint}}" } } }""").Mistakes);

    [Theory]
    [InlineData("{\n  \"Edge\": {\n    \"Links\": [ } }", "line 3, column 16: '}' is an invalid start of a value")]
    [InlineData("", "line 1, column 1: The input does not contain any JSON tokens")]
    [InlineData("[1]", "is not an object; expected { \"Edge\": { ... } }")]
    [InlineData("{ \"Edge\": \"\\ud800\" }", "Cannot read incomplete UTF-16")]
    public void In_the_file_as_a_whole(string json, string mistake)
    {
        string told = Assert.Single(Configured.By(json).Mistakes);
        Assert.Contains($"edge.json: {mistake}", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public void A_mistake_of_an_override_tells_where_it_comes_from()
    {
        Dictionary<string, string> environment = new() { ["Edge__Limits__HeldMax"] = "0", ["EDGE_DEBUG"] = "1" };

        Assert.Equal(
            [
                "Edge.Links[1]: leaves a gap in the list; the next item is [0] (from --set)",
                "Edge.Links[1].Name: missing; expected letters a to z, digits and -",
                "Edge.Links[1].Type: missing; expected Serial or Tcp or Udp",
                "Edge.Limits.HeldMax: 0 is out of range; expected 1 to 65535 (from the environment)",
            ],
            Configured.By("{}", environment, "Edge.Links[1].Port=COM3").Mistakes);
    }
}
