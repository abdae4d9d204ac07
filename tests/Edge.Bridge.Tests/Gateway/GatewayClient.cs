using Edge.Bridge.Gateway;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>A client that sends what a test writes by hand, and writes down what it gets, both in hex.</summary>
internal sealed class GatewayClient(GatewayWorld world, byte address, int messageBytesMax, bool isReliable) : IClientPort
{
    private readonly List<string> _got = [];

    public byte Address => address;

    /// <summary>Messages that there is room for; without end where it is not set.</summary>
    public int Room { get; set; } = int.MaxValue;

    public int MessageBytesMax => messageBytesMax;

    public bool IsReliable => isReliable;

    /// <summary>Sends a message and waits for what comes.</summary>
    /// <returns>What has come since the last call.</returns>
    public string[] Say(string hex, int milliseconds = 50)
    {
        world.Receive(this, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        return Hear(milliseconds);
    }

    /// <summary>Waits for what comes.</summary>
    public string[] Hear(int milliseconds = 50)
    {
        world.Run(milliseconds);
        string[] got = [.. _got];
        _got.Clear();
        return got;
    }

    bool IClientPort.Send(byte[] buffer, int offset, int count)
    {
        if (Room == 0)
        {
            return false;
        }

        Room--;
        _got.Add(string.Join(' ', buffer.AsSpan(offset, count).ToArray().Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture))));
        return true;
    }
}
