using System.Net;
using System.Text.Json;
using Edge.Link;
using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary><c>edge probe</c> on a pseudo-terminal, by itself and through a running bridge.</summary>
public class ProbeTests
{
    private const int Baud = 38_400;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public ProbeTests() => Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);

    [Fact]
    public async Task A_device_that_answers_is_measured_and_the_exit_code_is_0()
    {
        using PtyPair pty = new();
        using LinkDevice device = new(pty, new LinkOptions { BitRate = Baud, FrameBytesMax = 256, Window = 32 });
        string file = AloneFile(out TemporaryFolder folder);
        using TemporaryFolder _ = folder;
        JsonElement result = await ProbeAsync(
            ExitCode.Done, "--port", pty.PortPath, "--baud", $"{Baud}", "--seconds", "3", "--config", file);

        Assert.Equal(pty.PortPath, result.GetProperty("port").GetString());
        Assert.Equal("this process", result.GetProperty("via").GetString());
        Assert.True(result.GetProperty("isAnswered").GetBoolean());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("error").ValueKind);
        // Up to the last acknowledgement; one comes after each half window.
        Assert.InRange(result.GetProperty("seconds").GetDouble(), 1.5, 3.5);
        Assert.True(result.GetProperty("roundTripMs").GetInt32() > 0);
        Assert.Equal("Mqtt", result.GetProperty("services")[0].GetString());
        JsonElement frames = result.GetProperty("frames");
        Assert.True(frames.GetProperty("sent").GetInt64() > 20);
        Assert.True(frames.GetProperty("received").GetInt64() > 5);
        Assert.Equal(0, frames.GetProperty("bad").GetProperty("total").GetInt64());
        JsonElement way = result.GetProperty("way");
        Assert.InRange(way.GetProperty("payloadBytes").GetInt32(), 24, 250);
        Assert.InRange(way.GetProperty("goodputBytesPerSecond").GetInt32(), 2_000, Baud / 10);
        Assert.InRange(way.GetProperty("boundBytesPerSecond").GetInt32(), 2_000, Baud / 10);
        Assert.InRange(way.GetProperty("share").GetDouble(), 0.7, 1.2);
        Assert.InRange(way.GetProperty("bitErrorRate").GetDouble(), 0, 1e-4);
        Assert.InRange(device.TestBytes, way.GetProperty("goodputBytesPerSecond").GetInt32() * 2, Baud);
    }

    [Fact]
    public async Task A_station_of_a_half_duplex_line_is_measured_as_the_configuration_says_it_is()
    {
        using PtyPair pty = new();
        using LinkDevice device = new(pty, new LinkOptions
        {
            BitRate = Baud,
            IsHalfDuplex = true,
            TurnaroundMs = 20,
            Station = 3,
            Check = FrameCheck.Fcs16,
            Window = 8,
        });
        using TemporaryFolder folder = new();
        string file = folder.Write("edge.json", $$"""
            { "Edge": { "Observability": { "Listen": "127.0.0.1:{{FreePort.Next()}}" }, "Links": [
              { "Name": "field", "Type": "Serial", "Port": "{{pty.PortPath}}", "Baud": {{Baud}}, "Duplex": "Half",
                "TurnaroundMs": 20, "Check": "Fcs16", "Stations": [3, 4] } ] } }
            """);

        BridgeProcess unsaid = await BridgeProcess.RunAsync("probe", "--port", pty.PortPath, "--config", file);
        Assert.Equal(ExitCode.WrongInput, unsaid.ExitCode);
        Assert.Equal(["edge probe: link field has stations 3, 4; expected --station with one of them"], unsaid.ErrorLines);

        JsonElement result = await ProbeAsync(
            ExitCode.Done, "--port", pty.PortPath, "--station", "3", "--seconds", "3", "--config", file);
        Assert.Equal(3, result.GetProperty("station").GetInt32());
        Assert.InRange(result.GetProperty("way").GetProperty("share").GetDouble(), 0.3, 1.2);
        Assert.True(device.TestBytes > 0);

        JsonElement dead = await ProbeAsync(
            ExitCode.FellShort, "--port", pty.PortPath, "--station", "4", "--seconds", "1", "--config", file);
        Assert.False(dead.GetProperty("isAnswered").GetBoolean());
    }

    [Fact]
    public async Task Where_nobody_answers_it_says_so_in_its_table_and_the_exit_code_is_1()
    {
        using PtyPair pty = new();
        string file = AloneFile(out TemporaryFolder folder);
        using TemporaryFolder _ = folder;
        BridgeProcess probe = await BridgeProcess.RunAsync("probe", "--port", pty.PortPath, "--seconds", "1", "--config", file);

        Assert.Equal(ExitCode.FellShort, probe.ExitCode);
        Assert.Contains("station 0 does not answer", probe.Output, StringComparison.Ordinal);
        Assert.Empty(probe.ErrorLines);

        pty.Unplug();
        JsonElement absent = await ProbeAsync(
            ExitCode.FellShort, "--port", pty.PortPath, "--seconds", "1", "--config", file);
        Assert.EndsWith("there is no such port", absent.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_bridge_that_has_the_port_is_asked_and_measures_beside_the_live_traffic_one_probe_at_a_time()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        using PtyPair pty = new();
        int listen = FreePort.Next();
        using EdgeRun edge = new($$"""
            { "Edge": {
              "Uplink": { "Addresses": ["mqtt://127.0.0.1:{{broker.Port}}"], "ClientId": "edge" },
              "Observability": { "Listen": "127.0.0.1:{{listen}}" },
              "Links": [{ "Name": "usb", "Type": "Serial", "Port": "{{pty.PortPath}}", "Baud": {{Baud}} }] } }
            """);
        using Device device = Device.OnPty(pty, Baud, bitErrorRate: 0);
        device.PublishUpTo(10, TimeSpan.FromMilliseconds(5));
        device.WaitForAcknowledged(10, Soon);

        Task<JsonElement> probe = ProbeAsync(
            ExitCode.Done, "--port", pty.PortPath, "--seconds", "4", "--config", edge.ConfigurationFile);
        using HttpClient client = new();
        await WaitForProbeAsync(client, listen);
        string otherName = File.ResolveLinkTarget(pty.PortPath, returnFinalTarget: true)!.FullName;
        BridgeProcess second = await BridgeProcess.RunAsync("probe", "--port", otherName, "--config", edge.ConfigurationFile);
        Assert.Equal(ExitCode.FellShort, second.ExitCode);
        Assert.Equal(["edge probe: another probe is under way; try again when it has ended"], second.ErrorLines);
        device.PublishUpTo(110, TimeSpan.FromMilliseconds(10));
        device.WaitForAcknowledged(110, Soon);

        JsonElement result = await probe;
        Assert.Equal("the running instance", result.GetProperty("via").GetString());
        Assert.True(result.GetProperty("roundTripMs").GetInt32() > 0);
        Assert.InRange(result.GetProperty("way").GetProperty("goodputBytesPerSecond").GetInt32(), 1_000, Baud / 10);
        subscriber.WaitFor(110, Soon);
        Assert.Equal(Enumerable.Range(0, 110), subscriber.FirstArrivals);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Address(listen, ""), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_a_running_bridge_does_not_measure_is_refused_in_a_line()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        using Mosquitto broker = new();
        using PtyPair pty = new();
        int listen = FreePort.Next();
        using EdgeRun edge = new($$"""
            { "Edge": {
              "Uplink": { "Addresses": ["mqtt://127.0.0.1:{{broker.Port}}"], "ClientId": "edge" },
              "Observability": { "Listen": "127.0.0.1:{{listen}}" },
              "Links": [{ "Name": "field", "Type": "Serial", "Port": "{{pty.PortPath}}", "Duplex": "Half", "Stations": [1, 2] }] } }
            """);
        using HttpClient client = new();
        await CheckRefusedAsync("?link=barn&station=1", HttpStatusCode.NotFound, "there is no raw line 'barn'");
        await CheckRefusedAsync("?link=field&station=3", HttpStatusCode.NotFound, "link field has no station 3; it has 1, 2");
        await CheckRefusedAsync("?link=field", HttpStatusCode.BadRequest, "link field has stations 1, 2: say which");
        await CheckRefusedAsync("?link=field&station=1&seconds=61", HttpStatusCode.BadRequest, "seconds is '61'; expected 1 to 60");
        await CheckRefusedAsync("?link=field&station=x", HttpStatusCode.BadRequest, "station is 'x'; expected 0 to 127");

        BridgeProcess unsaid = await BridgeProcess.RunAsync(
            "probe", "--port", pty.PortPath, "--station", "3", "--config", edge.ConfigurationFile);
        Assert.Equal(ExitCode.WrongInput, unsaid.ExitCode);
        Assert.Equal(["edge probe: link field has no station 3; it has 1, 2"], unsaid.ErrorLines);

        async Task CheckRefusedAsync(string query, HttpStatusCode status, string why)
        {
            using HttpResponseMessage answer = await client.GetAsync(Address(listen, query), TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(why, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    private static Uri Address(int listen, string query) => new($"http://127.0.0.1:{listen}/probe{query}");

    private static async Task WaitForProbeAsync(HttpClient client, int listen)
    {
        long deadline = Environment.TickCount64 + (long)Soon.TotalMilliseconds;
        while (!(await client.GetAsync(Address(listen, ""), TestContext.Current.CancellationToken)).IsSuccessStatusCode)
        {
            Assert.True(Environment.TickCount64 < deadline, "no probe has begun");
        }
    }

    // A configuration by which no other bridge on this machine is found.
    private static string AloneFile(out TemporaryFolder folder)
    {
        folder = new TemporaryFolder();
        return folder.Write("edge.json", $$"""{ "Edge": { "Observability": { "Listen": "127.0.0.1:{{FreePort.Next()}}" } } }""");
    }

    private static async Task<JsonElement> ProbeAsync(int exitCode, params string[] arguments)
    {
        BridgeProcess probe = await BridgeProcess.RunAsync(["probe", "--json", .. arguments]);
        Assert.Empty(probe.ErrorLines);
        Assert.Equal(exitCode, probe.ExitCode);
        return JsonDocument.Parse(probe.Output).RootElement;
    }
}
