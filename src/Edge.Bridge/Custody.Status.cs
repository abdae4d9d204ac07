using Edge.Bridge.Status;

namespace Edge.Bridge;

// How it stands, for an operator.
internal sealed partial class Custody
{
    /// <summary>The devices together.</summary>
    public DevicesStatus DevicesStatus => new(Devices, Sessions.All.Count, DroppedAtMostOnce, NotPermitted);

    /// <summary>What is in custody.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="oldestSeconds">How long the oldest message has been there; null when there is none.</param>
    public JournalStatus Status(string path, long? oldestSeconds) => new(
        path,
        _journal.UsedBytes,
        _room.MaxBytes,
        oldestSeconds,
        _journal.Parked,
        _journal.Failure?.Message,
        _journal.Commits,
        _journal.CommitLatency.Percentile(0.5),
        _journal.CommitLatency.Percentile(0.99),
        DroppedForRoom,
        DroppedForAge);

    /// <summary>The sessions with most that waits for them, the longest queue first.</summary>
    public IReadOnlyList<SessionStatus> LongestSessions(int countMax) => [.. Sessions.All
        .OrderByDescending(device => device.Store.Outbox.Count)
        .Take(countMax)
        .Select(device => new SessionStatus(device.ClientId, device.Connection != null, device.Store.Outbox.Count))];
}
