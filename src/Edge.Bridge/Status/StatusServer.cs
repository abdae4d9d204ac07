using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Status;

/// <summary>Answers <c>GET /status</c> with a <see cref="BridgeStatus"/> as JSON, on loopback.</summary>
internal sealed partial class StatusServer : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpListener _listener = new();
    private readonly Func<Task<BridgeStatus>> _status;
    private readonly ILogger _logger;
    private Task _answering = Task.CompletedTask;

    /// <param name="status">Asks the bridge.</param>
    /// <param name="logger">Told when it cannot listen.</param>
    public StatusServer(Func<Task<BridgeStatus>> status, ILogger logger)
    {
        _status = status;
        _logger = logger;
    }

    /// <summary>Where the status is asked for.</summary>
    public static Uri Address(IPEndPoint listen) => new($"http://{listen}/status");

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

        _answering = AnswerAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _answering;
    }

    private async Task AnswerAsync()
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

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception failure)
                when (failure is HttpListenerException or ObjectDisposedException or IOException or TimeoutException)
            {
                // Whoever asked has gone, or the bridge ends.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerResponse response = context.Response;
        bool isAsked = context.Request.HttpMethod == "GET" && context.Request.Url?.AbsolutePath == "/status";
        // A page in a browser on this machine has no business here.
        if (!isAsked || context.Request.Headers["Origin"] != null)
        {
            response.StatusCode = isAsked ? (int)HttpStatusCode.Forbidden : (int)HttpStatusCode.NotFound;
            response.Close();
            return;
        }

        BridgeStatus status = await _status().WaitAsync(AnswerTimeout);
        response.ContentType = "application/json";
        response.Close(JsonSerializer.SerializeToUtf8Bytes(status, JsonSerializerOptions.Web), willBlock: false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "edge status cannot be answered on {EndPoint}: {Error}")]
    private partial void LogDeaf(IPEndPoint endPoint, string error);
}
