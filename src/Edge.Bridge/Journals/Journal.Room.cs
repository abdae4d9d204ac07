namespace Edge.Bridge.Journals;

// Room for messages: those without wait in memory, in their order.
internal sealed partial class Journal
{
    // Bytes of messages that wait in memory until the journal has room for them.
    private const long ParkedBytesMax = 16 << 20;

    private readonly Queue<ParkedMessage> _parked = [];
    private long _pendingBytes;
    private long _parkedBytes;

    /// <summary>Messages that wait in memory, unacknowledged, for room in the journal.</summary>
    public int Parked => _parked.Count;

    /// <summary>Called when the journal is full, with the bytes that are wanted; drops what may be dropped.</summary>
    public Action<long>? Full { get; set; }

    /// <summary>Takes a message in: soon, or when there is room.</summary>
    /// <param name="bytes">What it takes.</param>
    /// <param name="apply">Writes it.</param>
    /// <param name="written">It is durable.</param>
    /// <param name="begun">It has room and is going to be written; null for nobody.</param>
    /// <param name="isPatient">It is not refused; whoever sends it is stopped otherwise.</param>
    /// <returns>A handle by which it can be withdrawn while it waits for room, or null when so much waits already that
    /// it is refused; then nothing has happened.</returns>
    public ParkedMessage? TryTake(int bytes, Action<JournalFile> apply, Action written, Action? begun, bool isPatient)
    {
        ParkedMessage message = new(bytes, apply, written, begun);
        if (_parked.Count == 0 && HasRoom(bytes))
        {
            Take(message);
            return message;
        }

        if (!isPatient && _parkedBytes + bytes > ParkedBytesMax)
        {
            return null;
        }

        _parked.Enqueue(message);
        _parkedBytes += bytes;
        MakeRoom(bytes);
        _slot.Wake();
        return message;
    }

    private void Take(ParkedMessage message)
    {
        message.IsParked = false;
        message.Begun?.Invoke();
        _pendingBytes += message.Bytes;
        Add(new JournalChange(
            message.Apply,
            () =>
            {
                _pendingBytes -= message.Bytes;
                UsedBytes += message.Bytes;
                message.Written();
            },
            IsUrgent: true,
            IsRelief: false));
    }

    private bool HasRoom(int bytes) =>
        Failure == null
        && FitsIn(bytes)
        && (_options.ReserveBytes == 0 || _freeBytes() >= _options.ReserveBytes);

    private bool FitsIn(int bytes) => UsedBytes + _pendingBytes + bytes <= _options.MaxBytes;

    // Where another program fills the disk, or the disk fails, dropping messages would make no room.
    private void MakeRoom(int bytes)
    {
        if (!FitsIn(bytes) || Failure is { IsFull: true })
        {
            Full?.Invoke(bytes);
        }
    }

    private void Unpark()
    {
        while (_parked.TryPeek(out ParkedMessage? message))
        {
            if (!message.IsWithdrawn && !HasRoom(message.Bytes))
            {
                MakeRoom(message.Bytes);
                return;
            }

            _parked.Dequeue();
            _parkedBytes -= message.Bytes;
            if (!message.IsWithdrawn)
            {
                Take(message);
            }
        }
    }
}
