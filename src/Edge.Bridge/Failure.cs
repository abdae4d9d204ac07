using System.Net.Sockets;
using Edge.Bridge.Configuration;

namespace Edge.Bridge;

/// <summary>What ended a run, in one line for a person.</summary>
internal static class Failure
{
    /// <summary>The line, beginning with <c>edge: </c>.</summary>
    public static string Describe(Exception failure)
    {
        Exception cause = failure;
        while (cause is AggregateException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        string message = cause switch
        {
            SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                "the address is in use; another program listens there",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
                "the address is none of this machine's",
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                "no permission to listen; ports below 1024 are reserved",
            _ => cause.Message,
        };
        return OneLine.Of($"edge: {message}");
    }
}
