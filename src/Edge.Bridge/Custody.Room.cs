using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;

namespace Edge.Bridge;

// What is dropped by the operator's permission, and nothing without it.
internal sealed partial class Custody
{
    private readonly JournalOptions _room;

    // Room is being made, or there was nothing to drop a moment ago.
    private bool _isMakingRoom;

    /// <summary>Messages dropped because the journal was full.</summary>
    public long DroppedForRoom { get; private set; }

    /// <summary>Messages dropped because of their age.</summary>
    public long DroppedForAge { get; private set; }

    // The longest queue loses what the policy says.
    private void MakeRoom(long bytes)
    {
        if (_room.WhenFull == JournalWhenFull.Refuse || _isMakingRoom)
        {
            return;
        }

        Outbox longest = Broker.Outbox;
        foreach (DeviceSession device in Sessions.All)
        {
            longest = device.Store.Outbox.Count > longest.Count ? device.Store.Outbox : longest;
        }

        _isMakingRoom = true;
        // Looking for what was overtaken is a walk through the queue, so it is done for more than one message.
        long wanted = _room.WhenFull == JournalWhenFull.DropOldest ? bytes : Math.Max(bytes, _room.MaxBytes / 64);
        longest.Drop(
            _room.WhenFull == JournalWhenFull.DropOldest
                ? (file, recipient, after, skip) => file.DropOldest(recipient, after, skip, wanted)
                : (file, recipient, after, skip) => file.DropOvertaken(recipient, after, skip, wanted),
            dropped =>
            {
                _isMakingRoom = dropped == 0;
                DroppedForRoom += dropped;
                if (dropped > 0)
                {
                    LogDropped(dropped, _room.WhenFull.ToString());
                }
            });
    }

    private void DropOld()
    {
        if (_room.MaxAge is not { } age)
        {
            return;
        }

        long before = _utcNow() - (long)age.TotalMilliseconds;
        foreach (Outbox outbox in Sessions.All.Select(device => device.Store.Outbox).Prepend(Broker.Outbox))
        {
            if (outbox.Count > 0)
            {
                outbox.Drop(
                    (file, recipient, after, skip) => file.DropOld(recipient, after, skip, before),
                    dropped =>
                    {
                        DroppedForAge += dropped;
                        if (dropped > 0)
                        {
                            LogTooOld(dropped, age);
                        }
                    });
            }
        }
    }
}
