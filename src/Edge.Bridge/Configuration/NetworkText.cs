using System.Net;
using System.Net.Sockets;

namespace Edge.Bridge.Configuration;

/// <summary>A network: an address and how many of its bits are the network's.</summary>
internal static class NetworkText
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "a network such as 10.0.0.0/8 or 2001:db8::/32";

    /// <summary>Reads <c>address/bits</c>.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Parse(string text, out IPNetwork network)
    {
        int slash = text.IndexOf('/');
        string host = slash < 0 ? "" : text[..slash];

        // IPAddress also reads "10" and "10.1"; four numbers leave no doubt.
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address)
            && (address.AddressFamily != AddressFamily.InterNetwork || host.Split('.').Length == 4);
        if (!isAddress || !IPNetwork.TryParse(text, out network))
        {
            network = default;
            return $"'{text}' is not a network; expected {Expected}";
        }

        // The parser leaves out what stands behind the network's bits, so that nobody would learn of a mistyped length.
        return !network.BaseAddress.Equals(address) ? $"'{text}' is more than the network {network}; expected that"
            : network.BaseAddress.IsIPv4MappedToIPv6 ? $"'{text}' is IPv4 in the words of IPv6; expected {Expected}"
            : null;
    }
}
