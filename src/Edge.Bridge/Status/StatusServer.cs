using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Edge.Bridge.Probing;
using Edge.Link;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Status;

/// <summary>Answers <c>GET /status</c> with a <see cref="BridgeStatus"/> as JSON, and <c>GET /probe</c> with a
/// <see cref="ProbeResult"/>, on loopback.</summary>
internal sealed partial class StatusServer : IAsyncDisposable
{
    private const int ProbeSeconds = 10;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<Task<BridgeStatus>> _status;
    private readonly Probes _probes;
    private readonly ILogger _logger;
    private Task _answering = Task.CompletedTask;
    private Task _probing = Task.CompletedTask;

    /// <param name="status">Asks the bridge.</param>
    /// <param name="probes">Measures its lines.</param>
    /// <param name="logger">Told when it cannot listen.</param>
    public StatusServer(Func<Task<BridgeStatus>> status, Probes probes, ILogger logger)
    {
        _status = status;
        _probes = probes;
        _logger = logger;
    }

    /// <summary>Where the status is asked for.</summary>
    public static Uri Address(IPEndPoint listen) => new($"http://{listen}/status");

    /// <summary>Where a probe is asked for, with <c>link</c>, <c>station</c> and <c>seconds</c>; and without, how the one
    /// under way stands.</summary>
    public static Uri ProbeAddress(IPEndPoint listen) => new($"http://{listen}/probe");

    /// <summary>Begins to listen; a bridge that cannot be asked works all the same.</summary>
    public void Start(IPEndPoint listen)
    {
        _listener.Prefixes.Add($"http://{listen}/");
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException failure)
        {
            LogDeaf(listen, failure.Message);
            return;
        }

        _answering = AnswerAllAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Close();
        await _answering;
        await _probing;
        _closing.Dispose();
    }

    private async Task AnswerAllAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
            {
                // It is being closed. It may still say that it listens, and never answer to one more wait.
                return;
            }

            await TryAsync(() => AnswerAsync(context));
        }
    }

    private static async Task TryAsync(Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or IOException
            or TimeoutException or OperationCanceledException)
        {
            // Whoever asked has gone, or the bridge ends.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string path = context.Request.HttpMethod == "GET" ? context.Request.Url?.AbsolutePath ?? "" : "";
        if (path is not ("/status" or "/probe"))
        {
            Refuse(context, HttpStatusCode.NotFound, "");
        }
        else if (context.Request.Headers["Origin"] != null)
        {
            // A page in a browser on this machine has no business here.
            Refuse(context, HttpStatusCode.Forbidden, "");
        }
        else if (path == "/status")
        {
            Answer(context, await _status().WaitAsync(AnswerTimeout, _closing.Token));
        }
        else if (context.Request.QueryString.Count > 0)
        {
            await BeginProbeAsync(context);
        }
        else if (await _probes.NowAsync().WaitAsync(AnswerTimeout, _closing.Token) is { } now)
        {
            Answer(context, now);
        }
        else
        {
            Refuse(context, HttpStatusCode.NotFound, "no probe is under way");
        }
    }

    private async Task BeginProbeAsync(HttpListenerContext context)
    {
        string? seconds = context.Request.QueryString["seconds"];
        string? station = context.Request.QueryString["station"];
        if (!IsNumber(seconds ?? $"{ProbeSeconds}", 1, LinkProbe.SecondsMax, out int measureSeconds))
        {
            Refuse(context, HttpStatusCode.BadRequest, $"seconds is '{seconds}'; expected 1 to {LinkProbe.SecondsMax}");
            return;
        }

        if (!IsNumber(station ?? "0", 0, Frame.StationMax, out int number))
        {
            Refuse(context, HttpStatusCode.BadRequest, $"station is '{station}'; expected 0 to {Frame.StationMax}");
            return;
        }

        try
        {
            Task<ProbeResult> over = await _probes
                .BeginAsync(context.Request.QueryString["link"] ?? "", station == null ? null : number, measureSeconds)
                .WaitAsync(AnswerTimeout, _closing.Token);
            // Its answer comes later; others are answered meanwhile.
            _probing = TryAsync(async () => Answer(context, await over.WaitAsync(_closing.Token)));
        }
        catch (ProbeRefusedException refusal)
        {
            Refuse(context, refusal.Status, refusal.Message);
        }
    }

    private static bool IsNumber(string text, int min, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;

    private static void Answer<T>(HttpListenerContext context, T answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web), willBlock: false);
    }

    private static void Refuse(HttpListenerContext context, HttpStatusCode status, string why)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Close(Encoding.UTF8.GetBytes(why), willBlock: false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "edge status cannot be answered on {EndPoint}: {Error}")]
    private partial void LogDeaf(IPEndPoint endPoint, string error);
}
