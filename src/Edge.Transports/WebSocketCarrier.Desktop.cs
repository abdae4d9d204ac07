using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Edge.Transports;

/// <summary>An open WebSocket that carries bytes in binary frames.</summary>
internal sealed class WebSocketCarrier(Socket socket, ClientWebSocket webSocket, HttpMessageInvoker invoker)
    : IAsyncCarrier
{
    // How long the close frame may wait for room before the connection is cut.
    private const int CloseMs = 500;

    private WebSocketCloseStatus _closeStatus = WebSocketCloseStatus.NormalClosure;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        while (true)
        {
            ValueWebSocketReceiveResult result =
                await webSocket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            switch (result.MessageType)
            {
                case WebSocketMessageType.Close:
                    return 0;
                case WebSocketMessageType.Text:
                    _closeStatus = WebSocketCloseStatus.InvalidMessageType;
                    throw new WebSocketException("the peer sent a text frame, MQTT goes in binary frames (6.0.0-1)");
                case WebSocketMessageType.Binary when result.Count > 0:
                    return result.Count;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await webSocket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None)
            .ConfigureAwait(false);
        return bytes.Length;
    }

    public string Describe(Exception? failure)
    {
        if (failure != null)
        {
            return TlsFailure.Describe(failure);
        }

        string code = webSocket.CloseStatus is { } status ? " (close status " + (int)status + ")" : "";
        return "closed by the peer" + code;
    }

    public void Close(bool isWriting)
    {
        if (isWriting || webSocket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            End();
        }
        else
        {
            _ = SayGoodByeAsync();
        }
    }

    public void Dispose() => Close(isWriting: false);

    // With room in the system's buffer, as nearly always, this is over before it returns.
    private async Task SayGoodByeAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(CloseMs);
            await webSocket.CloseOutputAsync(_closeStatus, null, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException
            or OperationCanceledException or InvalidOperationException)
        {
            // The connection is gone: nobody to say it to.
        }

        End();
    }

    private void End()
    {
        TcpConnecting.EndSending(socket);
        webSocket.Dispose();
        invoker.Dispose();
    }
}
