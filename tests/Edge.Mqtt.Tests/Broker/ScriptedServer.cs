using System.Net;
using System.Net.Sockets;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>A server that accepts one connection and refuses its first subscription.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _conversation;

    public ScriptedServer()
    {
        _listener.Start();
        _conversation = ConverseAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _conversation.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ConverseAsync()
    {
        using Socket socket = await _listener.AcceptSocketAsync();
        byte[] buffer = new byte[256];
        await ReadPacketAsync(socket, buffer);
        await socket.SendAsync(new byte[] { 0x20, 0x02, 0x00, 0x00 });
        await ReadPacketAsync(socket, buffer);
        await socket.SendAsync(new byte[] { 0x90, 0x03, buffer[2], buffer[3], 0x80 });
        while (await socket.ReceiveAsync(buffer) > 0)
        {
        }
    }

    // A packet of less than 128 bytes.
    private static async Task ReadPacketAsync(Socket socket, byte[] buffer)
    {
        int count = 0;
        int taken;
        while ((count < 2 || count < 2 + buffer[1]) && (taken = await socket.ReceiveAsync(buffer.AsMemory(count))) > 0)
        {
            count += taken;
        }
    }
}
