using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Edge.Transports;

/// <summary>An open TLS connection.</summary>
internal sealed class TlsCarrier(Socket socket, SslStream stream, bool hasClientCertificate) : IAsyncCarrier
{
    private bool _hasRead;

    // From a pool, as everything SslStream does for an operation in the steady state.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        int taken = await stream.ReadAsync(buffer).ConfigureAwait(false);
        _hasRead |= taken > 0;
        return taken;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes).ConfigureAwait(false);
        return bytes.Length;
    }

    public string Describe(Exception? failure)
    {
        string reason = failure == null ? "closed by the peer" : TlsFailure.Describe(failure);
        // TLS 1.3 checks the client after its handshake, and the alert is lost when the server resets the connection.
        bool mayWantCertificate = !_hasRead && !hasClientCertificate
            && !reason.Contains("client certificate", StringComparison.Ordinal);
        return mayWantCertificate ? reason + " before it said anything; it may want a client certificate" : reason;
    }

    public void Close(bool isWriting)
    {
        if (!isWriting)
        {
            // The close_notify, so that the peer need not take the end for a cut.
            _ = SayGoodByeAsync();
        }

        TcpConnecting.EndSending(socket);
        stream.Dispose();
    }

    public void Dispose() => Close(isWriting: false);

    private async Task SayGoodByeAsync()
    {
        try
        {
            await stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException
            or System.Security.Authentication.AuthenticationException)
        {
            // The connection is gone: nobody to say it to.
        }
    }
}
