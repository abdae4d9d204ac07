namespace Edge.Transports;

/// <summary>A client's byte stream over a connection that works in the background: <see cref="TlsStream"/> and
/// <see cref="WebSocketStream"/>.</summary>
/// <remarks>
/// It has no thread: completions wake either <see cref="Wait"/> or the <see cref="IWakeup"/> it was built with. Bytes
/// wake once after a <see cref="Read"/> that found nothing (and once after opening). There is no time limit for opening
/// but the system's; whoever has less patience closes the stream. A connection holds two buffers of 16 kB, made when it
/// opens.
/// </remarks>
public abstract class ClientStream : IByteStream, IDisposable
{
    // The read that follows a failed write mostly knows why: an alert or a close frame of the peer.
    private const int ExplanationMs = 1000;

    private readonly IWakeup _wakeup;
    private readonly Wakeup? _ownWakeup;
    private readonly int _addresses;
    private int _nextAddress;
    private string _place = "";
    private Connecting<IAsyncCarrier>? _connecting;
    private IAsyncCarrier? _carrier;
    private Inbound? _inbound;
    private Outbound? _outbound;
    private long _failAt = Deadline.Never;

    private protected ClientStream(int addresses, IWakeup? owner)
    {
        if (addresses == 0)
        {
            throw new ArgumentException("a client's stream needs at least one address", nameof(addresses));
        }

        _addresses = addresses;
        _ownWakeup = owner == null ? new Wakeup() : null;
        _wakeup = owner ?? _ownWakeup!;
    }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <summary>What ended the stream or kept it from opening, in one line that begins with the address; null when nothing
    /// but its user has since the last <see cref="Open"/>.</summary>
    public string? LastError { get; private set; }

    /// <summary>Bytes waiting in this process because the system's own buffer is full, 0 to 16,384.</summary>
    public int UnsentBytes => _outbound?.UnsentBytes ?? 0;

    /// <summary>Starts to connect to the next address. While opening or open it does nothing.</summary>
    /// <param name="now">Milliseconds.</param>
    public void Open(long now)
    {
        if (State != StreamState.Closed)
        {
            return;
        }

        int index = _nextAddress;
        _nextAddress = (_nextAddress + 1) % _addresses;
        LastError = null;
        _place = Place(index);
        State = StreamState.Opening;
        _connecting = new Connecting<IAsyncCarrier>(token => ConnectAsync(index, token), Describe, _wakeup);
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (_connecting is { IsDone: true } connecting)
        {
            if (connecting.Take(out string? error) is { } carrier)
            {
                Start(carrier);
            }
            else
            {
                Fail(error!);
            }
        }

        return _outbound == null ? Deadline.Idle : PollOutbound(now);
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (_inbound == null || count == 0)
        {
            return 0;
        }

        if (_inbound.Fill())
        {
            return _inbound.Take(buffer, offset, count);
        }

        if (_inbound.IsEnded)
        {
            Fail(_carrier!.Describe(_inbound.Failure));
        }

        return 0;
    }

    /// <summary>Hands over as many bytes as fit now, at most 16,384 a call.</summary>
    /// <returns>0 to <paramref name="count"/>; a partial write is normal.</returns>
    public int Write(byte[] buffer, int offset, int count) =>
        _outbound == null || count == 0 ? 0 : _outbound.Take(buffer, offset, count);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The stream was built with an owner, who waits for all its streams.</exception>
    public void Wait(int milliseconds)
    {
        if (_ownWakeup == null)
        {
            throw new InvalidOperationException("this stream wakes the IWakeup it was built with: wait there");
        }

        _ownWakeup.Wait(milliseconds);
    }

    /// <inheritdoc/>
    public void Wake() => _wakeup.Wake();

    /// <summary>Ends the stream at once. What the system has taken is still sent, unless received bytes were left unread.</summary>
    public void Close()
    {
        _connecting?.Dispose();
        _connecting = null;
        // Before the connection ends, so that its end is told to nobody.
        bool isWriting = _outbound?.IsWriting ?? false;
        _inbound?.Abandon();
        _outbound?.Abandon();
        _carrier?.Close(isWriting);
        _inbound = null;
        _outbound = null;
        _carrier = null;
        _failAt = Deadline.Never;
        State = StreamState.Closed;
    }

    /// <summary>Closes.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>The address, as an error begins with.</summary>
    private protected abstract string Place(int index);

    /// <summary>Makes the connection and leaves nothing behind when it fails. On the pool.</summary>
    private protected abstract Task<IAsyncCarrier> ConnectAsync(int index, CancellationToken token);

    /// <summary>One line for what <see cref="ConnectAsync"/> threw.</summary>
    private protected abstract string Describe(Exception failure);

    private void Start(IAsyncCarrier carrier)
    {
        _connecting = null;
        _carrier = carrier;
        _inbound = new Inbound(carrier, _wakeup);
        _outbound = new Outbound(carrier, _wakeup);
        State = StreamState.Open;
        if (_inbound.Fill() || _inbound.IsEnded)
        {
            // Here before anybody asked: the one wake after opening.
            _wakeup.Wake();
        }
    }

    private int PollOutbound(long now)
    {
        _outbound!.Settle();
        // What came before the failure is still to be read; Read ends the stream when it is.
        if (_outbound.Failure is not { } failure || _inbound!.Fill())
        {
            return Deadline.Idle;
        }

        if (_failAt == Deadline.Never)
        {
            _failAt = now + ExplanationMs;
        }

        if (_inbound.IsEnded || now >= _failAt)
        {
            Fail(_carrier!.Describe(_inbound.Failure ?? failure));
            return Deadline.Idle;
        }

        return Deadline.Remaining(_failAt, now);
    }

    private void Fail(string reason)
    {
        Close();
        LastError = _place + ": " + reason;
    }
}
