namespace Edge.Boards.Esp32WifiBme280;

/// <summary>Copy this file to <c>Secrets.cs</c>, which git ignores, and write there what is true.</summary>
internal static class Secrets
{
    /// <summary>The name of the wireless network (SSID), of 2.4 GHz.</summary>
    public static readonly string WifiName = "my network";

    /// <summary>Its password.</summary>
    public static readonly string WifiPassword = "my password";

    /// <summary>The broker's user; empty when it wants none.</summary>
    public static readonly string BrokerUser = "";

    /// <summary>That user's password.</summary>
    public static readonly string BrokerPassword = "";
}
