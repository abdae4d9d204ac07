namespace System.Device.Wifi
{
    public enum WifiReconnectionKind
    {
        Automatic = 0,
    }
}

namespace nanoFramework.Networking
{
    using System.Device.Wifi;
    using System.Threading;

    public static class WifiNetworkHelper
    {
        public static NetworkHelperStatus Status => throw null;

        public static bool ConnectDhcp(
            string ssid, string password, WifiReconnectionKind reconnectionKind, bool requiresDateTime, int wifiAdapterId,
            CancellationToken token) => throw null;
    }

    public enum NetworkHelperStatus
    {
        None = 0,
    }

    public static class Sntp
    {
        public static string Server1 { set => throw null; }
    }
}

namespace System.Threading
{
    public class CancellationTokenSource
    {
        public CancellationTokenSource(int millisecondsDelay) => throw null;

        public CancellationToken Token => throw null;
    }

    public struct CancellationToken
    {
    }
}
