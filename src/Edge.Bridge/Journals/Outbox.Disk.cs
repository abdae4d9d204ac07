namespace Edge.Bridge.Journals;

// What is on disk alone: read when it is wanted, dropped when it may be.
internal sealed partial class Outbox
{
    private bool _isReading;
    private bool _isDropping;
    private int _generation;

    // To be done when what is being read is there.
    private Action? _dropDue;

    /// <summary>Drops what waits and is not under way.</summary>
    /// <param name="drop">Called with the recipient, the place behind which dropping begins, and how many more may be
    /// under way; returns how many it has dropped.</param>
    /// <param name="dropped">Called when it is done.</param>
    public void Drop(Func<JournalFile, long, long, int, int> drop, Action<int> dropped)
    {
        if (_isDropping || _dropDue != null)
        {
            return;
        }

        if (_isReading)
        {
            // Where reading takes its time, dropping would make it void again and again.
            _dropDue = () => Drop(drop, dropped);
            return;
        }

        _isDropping = true;
        int count = 0;
        Forget(_handedOut);
        int skip = _uncertain;
        long after = _sent;
        _journal.Relieve(
            file => count = drop(file, _recipient, after, skip),
            () =>
            {
                _isDropping = false;
                Count -= count;
                Dropped += count;
                dropped(count);
                Pump();
            },
            isUrgent: true);
    }

    // What is in memory and not under way is read again when it is wanted.
    private void Forget(long loaded)
    {
        _ready.Clear();
        _readyBytes = 0;
        _loaded = loaded;
        _isReading = false;
        _generation++;
    }

    private void Read()
    {
        _isReading = true;
        int generation = _generation;
        long after = _loaded;
        List<Delivery> deliveries = [];
        _journal.Relieve(
            file => deliveries = file.Read(_recipient, after, ReadyMax, ReadyBytesMax),
            () =>
            {
                if (generation == _generation)
                {
                    _isReading = false;
                    Found(deliveries);
                }

                Action? drop = _dropDue;
                _dropDue = null;
                drop?.Invoke();
            },
            isUrgent: true);
    }

    private void Found(List<Delivery> deliveries)
    {
        // Where nothing was found, whatever was there has been dropped.
        _loaded = deliveries.Count == 0 ? _stored : _loaded;
        foreach (Delivery delivery in deliveries)
        {
            Take(delivery);
        }

        Pump();
    }

    private void Take(Delivery delivery)
    {
        if (_uncertain > 0)
        {
            Sent(delivery.Sequence);
        }

        // A release that is not written yet is known here alone.
        if (!delivery.IsReleased && !_underWay.ContainsKey(delivery.Token))
        {
            Ready(delivery);
            return;
        }

        // Its PUBREL is the session's affair.
        _loaded = delivery.Sequence;
    }
}
