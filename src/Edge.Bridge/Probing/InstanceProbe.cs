using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Bridge.Status;

namespace Edge.Bridge.Probing;

/// <summary>A probe by the running instance, which has the port.</summary>
internal sealed class InstanceProbe : IDisposable
{
    private const int TellMs = 1_000;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _address;
    private readonly string _link;

    private InstanceProbe(Uri address, string link)
    {
        _address = address;
        _link = link;
    }

    /// <summary>Asks the running instance whether it has the port.</summary>
    /// <param name="listen">Where it tells how it is.</param>
    /// <param name="port">The port.</param>
    /// <returns>Null when it has not, or when none runs.</returns>
    public static async Task<InstanceProbe?> FindAsync(IPEndPoint listen, string port)
    {
        try
        {
            using HttpClient client = new() { Timeout = AnswerTimeout };
            BridgeStatus? status = await client.GetFromJsonAsync<BridgeStatus>(StatusServer.Address(listen));
            LinkStatus? link = status?.Links.FirstOrDefault(link => link.Port != null && PortPath.AreSame(link.Port, port));
            return link == null ? null : new InstanceProbe(StatusServer.ProbeAddress(listen), link.Name);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
        {
            // Nobody is there, or it is something else.
            return null;
        }
    }

    /// <summary>Has it probe.</summary>
    /// <param name="station">Whom to probe; null where there is but one.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="tell">Called about each second with how it stands; null for nobody.</param>
    /// <param name="cancellation">Waits no longer; the instance goes on to the end.</param>
    /// <exception cref="ProbeRefusedException">It does not.</exception>
    /// <exception cref="HttpRequestException">It is gone.</exception>
    public async Task<ProbeResult> RunAsync(
        int? station, int seconds, Action<ProbeResult>? tell, CancellationToken cancellation)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(TimeSpan.FromSeconds(seconds + LinkProbe.OvertimeSecondsMax) + AnswerTimeout);
        string query = $"?link={_link}&seconds={seconds}{(station == null ? "" : $"&station={station}")}";
        Task<HttpResponseMessage> asked = _client.GetAsync(new Uri(_address, query), late.Token);
        while (tell != null && await Task.WhenAny(asked, Task.Delay(TellMs, CancellationToken.None)) != asked)
        {
            using HttpResponseMessage now = await _client.GetAsync(_address, late.Token);
            if (now.IsSuccessStatusCode && await ReadAsync(now) is { } result)
            {
                tell(result);
            }
        }

        using HttpResponseMessage answer = await asked;
        return answer.IsSuccessStatusCode
            ? await ReadAsync(answer)
            : throw new ProbeRefusedException(answer.StatusCode, OneLine.Of(await answer.Content.ReadAsStringAsync(late.Token)));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<ProbeResult> ReadAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<ProbeResult>())!;
}
