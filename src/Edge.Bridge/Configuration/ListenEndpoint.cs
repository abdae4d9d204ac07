using System.Net;
using System.Net.Sockets;

namespace Edge.Bridge.Configuration;

/// <summary>Where something listens: an address of this machine and a port.</summary>
internal static class ListenEndpoint
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "an address and a port such as 127.0.0.1:1884";

    /// <summary>Reads <c>address:port</c>.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Parse(string text, out IPEndPoint? endpoint)
    {
        endpoint = null;
        string? problem = HostAndPort.Split(text, out string host, out int? port);

        // IPAddress also reads "1" and "127.1"; four numbers or brackets leave no doubt.
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address)
            && (address.AddressFamily == AddressFamily.InterNetwork ? host.Split('.').Length == 4 : host[0] == '[');
        if (!isAddress || (problem is null && port is null))
        {
            return $"'{text}' is not an endpoint; expected {Expected}";
        }

        endpoint = problem is null ? new IPEndPoint(address!, port!.Value) : null;
        return problem;
    }
}
