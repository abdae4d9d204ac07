using System.Diagnostics;
using Edge.Link;
using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary>The device's end of a link on a pseudo-terminal, on a thread of its own; nothing is spoken over it.</summary>
internal sealed class LinkDevice : IDisposable
{
    private readonly PtyStream _stream;
    private readonly LinkEndpoint _link;
    private readonly Thread _thread;
    private volatile bool _isOver;

    public LinkDevice(PtyPair pty, LinkOptions options)
    {
        _stream = new PtyStream(pty);
        options.BootId = 0xB00710AD;
        options.Services = LinkServices.MqttStream;
        _link = new LinkEndpoint(new PacedStream(_stream, options.BitRate), options);
        _thread = new Thread(Run) { IsBackground = true, Name = "device" };
        _thread.Start();
    }

    /// <summary>Bytes of tests that it has had.</summary>
    public long TestBytes => Volatile.Read(ref _link.Counters.TestBytesReceived);

    public void Dispose()
    {
        _isOver = true;
        _stream.Wake();
        _thread.Join();
        _stream.Dispose();
    }

    private void Run()
    {
        while (!_isOver)
        {
            int waitMs = _link.Poll((long)Stopwatch.GetElapsedTime(0).TotalMilliseconds);
            while (_link.Peek(out _, out _, out _))
            {
                _link.Release();
                waitMs = 0;
            }

            if (waitMs > 0)
            {
                _stream.Wait(waitMs);
            }
        }
    }
}
