using System.Diagnostics;
using System.Security.Cryptography;
using Edge.Link;
using Edge.Transports;

namespace Edge.LinkEnd;

/// <summary>Writes bytes over a link on a serial port while it reads what the other end writes, until it is
/// stopped.</summary>
internal sealed class Exchange : IDisposable
{
    private const int ReportBytes = 20_000;

    private readonly int _bytes;
    private readonly Action<ExchangeReport> _tell;
    private readonly SerialStream _port;
    private readonly LinkEndpoint _link;
    private readonly LinkStream _stream;
    private readonly Random _random;
    private readonly IncrementalHash _writtenHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _receivedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _outbound = new byte[4096];
    private readonly byte[] _inbound = new byte[4096];
    private int _outboundAt;
    private long _written;
    private long _received;
    private (StreamState Port, bool IsUp, bool IsDone, long Portion) _told;
    private volatile bool _isStopped;

    public Exchange(ExchangeSettings settings, Action<ExchangeReport> tell)
    {
        _bytes = settings.Bytes;
        _tell = tell;
        uint seed = settings.IsPrimary ? 1u : 2u;
        _random = new Random((int)seed);
        _outboundAt = _outbound.Length;
        _port = new SerialStream(settings.Port, settings.Baud);
        _link = new LinkEndpoint(_port, new LinkOptions
        {
            IsPrimary = settings.IsPrimary,
            BootId = (uint)Environment.ProcessId,
            Seed = seed,
            BitRate = settings.Baud,
            IsHalfDuplex = settings.IsHalfDuplex,
            Window = settings.Window,
            TurnaroundMs = settings.TurnaroundMs,
        });
        _stream = new LinkStream(_link, isInitiator: !settings.IsPrimary);
    }

    // Environment.TickCount64 goes in steps of 4 ms on some systems.
    private static long Now => (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    private bool IsDone => _written == _bytes && _received >= _bytes && _stream.UnsentBytes == 0;

    /// <summary>Exchanges until stopped.</summary>
    /// <returns>False when the stream was closed, which no line may bring about.</returns>
    public bool Run()
    {
        _stream.Open(Now);
        while (!_isStopped && _stream.State != StreamState.Closed)
        {
            int waitMs = _stream.Poll(Now);
            Receive();
            Send();
            TellNews();
            _stream.Wait(waitMs);
        }

        Tell();
        return _stream.State != StreamState.Closed;
    }

    /// <summary>Ends the run. Any thread.</summary>
    public void Stop()
    {
        _isStopped = true;
        _stream.Wake();
    }

    public void Dispose()
    {
        _port.Dispose();
        _writtenHash.Dispose();
        _receivedHash.Dispose();
    }

    private void Receive()
    {
        int count;
        while ((count = _stream.Read(_inbound, 0, _inbound.Length)) > 0)
        {
            _receivedHash.AppendData(_inbound, 0, count);
            _received += count;
        }
    }

    private void Send()
    {
        while (_written < _bytes)
        {
            if (_outboundAt == _outbound.Length)
            {
                _random.NextBytes(_outbound);
                _outboundAt = 0;
            }

            int count = (int)Math.Min(_outbound.Length - _outboundAt, _bytes - _written);
            int taken = _stream.Write(_outbound, _outboundAt, count);
            if (taken == 0)
            {
                return;
            }

            _writtenHash.AppendData(_outbound, _outboundAt, taken);
            _outboundAt += taken;
            _written += taken;
        }
    }

    private void TellNews()
    {
        var news = (_port.State, _link.IsUp, IsDone, _received / ReportBytes);
        if (news != _told)
        {
            _told = news;
            Tell();
        }
    }

    private void Tell() => _tell(new ExchangeReport
    {
        Port = _port.State,
        IsUp = _link.IsUp,
        Epoch = _link.Epoch,
        Written = _written,
        Received = _received,
        IsDone = IsDone,
        WrittenHash = Convert.ToHexString(_writtenHash.GetCurrentHash()),
        ReceivedHash = Convert.ToHexString(_receivedHash.GetCurrentHash()),
        FramesResent = _link.Counters.FramesResent,
        Duplicates = _link.Counters.Duplicates,
    });
}
