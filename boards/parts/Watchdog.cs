using System;
using System.Threading;
using Edge.Node;
using nanoFramework.Runtime.Native;

namespace Edge.Boards;

/// <summary>Restarts the board when nobody has fed it for too long.</summary>
/// <remarks>It is a thread: it sees a main loop that hangs and a network that does not come back. It does not see a driver
/// that stops every thread, as the handshake of TLS does while it lasts, nor a board whose runtime is dead.</remarks>
public sealed class Watchdog : IWatchdog
{
    private const int LookMs = 10_000;

    private readonly long _patienceMs;
    private long _fedAt;

    /// <summary>Starts to watch.</summary>
    /// <param name="patienceMinutes">Minutes that may pass without <see cref="Feed"/>, 1 or more.</param>
    public Watchdog(int patienceMinutes)
    {
        _patienceMs = patienceMinutes * 60_000L;
        Feed();
        new Thread(Run).Start();
    }

    /// <inheritdoc/>
    public void Feed() => _fedAt = Environment.TickCount64;

    private void Run()
    {
        while (Environment.TickCount64 - _fedAt < _patienceMs)
        {
            Thread.Sleep(LookMs);
        }

        Console.WriteLine("watchdog: restarting the board");
        Power.RebootDevice();
    }
}
