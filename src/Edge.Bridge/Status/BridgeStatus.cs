namespace Edge.Bridge.Status;

/// <summary>How a running bridge is, in numbers.</summary>
/// <param name="UptimeSeconds">Since it was started.</param>
/// <param name="Uplink">The broker upstream.</param>
/// <param name="Journal">What is in custody.</param>
/// <param name="Devices">The devices together.</param>
/// <param name="Links">Each link.</param>
/// <param name="Sessions">The sessions with most that waits for them, the longest queue first.</param>
internal sealed record BridgeStatus(
    long UptimeSeconds, UplinkStatus Uplink, JournalStatus Journal, DevicesStatus Devices, IReadOnlyList<LinkStatus> Links,
    IReadOnlyList<SessionStatus> Sessions);

/// <summary>The broker upstream.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="IsConnected">It is there.</param>
/// <param name="LastError">What ended the last connection, or kept one from being made; null for nothing.</param>
/// <param name="Waiting">Messages in the journal for it.</param>
/// <param name="Acknowledged">Messages that it has acknowledged since the start.</param>
/// <param name="Resent">Messages sent again since the start.</param>
/// <param name="Skipped">Messages from it that were larger than a packet may be: acknowledged and skipped.</param>
internal sealed record UplinkStatus(
    string Address, bool IsConnected, string? LastError, int Waiting, long Acknowledged, long Resent, long Skipped);

/// <summary>What is in custody.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">What its messages take.</param>
/// <param name="BytesMax">What they may take.</param>
/// <param name="OldestSeconds">How long the oldest message has been there; null when there is none.</param>
/// <param name="Parked">Messages that wait in memory, unacknowledged, for room.</param>
/// <param name="LastError">Why nothing can be written; null while that goes well.</param>
/// <param name="Commits">Transactions since the start.</param>
/// <param name="CommitMicrosecondsP50">What half of them took at most, synchronisation included; to a power of two.</param>
/// <param name="CommitMicrosecondsP99">What all but one in a hundred took at most.</param>
/// <param name="DroppedForRoom">Messages dropped because it was full, by permission.</param>
/// <param name="DroppedForAge">Messages dropped for their age or their session's, by permission.</param>
internal sealed record JournalStatus(
    string Path, long Bytes, long BytesMax, long? OldestSeconds, int Parked, string? LastError, long Commits,
    long CommitMicrosecondsP50, long CommitMicrosecondsP99, long DroppedForRoom, long DroppedForAge);

/// <summary>The devices together.</summary>
/// <param name="Connected">Devices that are there.</param>
/// <param name="Sessions">Sessions, those of devices that are away included.</param>
/// <param name="DroppedAtMostOnce">QoS 0 messages dropped, because the broker was away or a device did not keep up.</param>
/// <param name="NotPermitted">Messages refused, because their device may not publish there.</param>
internal sealed record DevicesStatus(int Connected, int Sessions, long DroppedAtMostOnce, long NotPermitted);

/// <summary>A link.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">In a word or two.</param>
/// <param name="LastError">Why it is not open; null for nothing.</param>
/// <param name="Devices">Connections on it.</param>
/// <param name="Port">The port of a raw line; null for others.</param>
/// <param name="Frames">The frames of a raw line, those of all its stations together; null for others.</param>
/// <param name="Stations">The stations of a raw line; null for others.</param>
internal sealed record LinkStatus(
    string Name, string State, string? LastError, int Devices, string? Port = null, FramesStatus? Frames = null,
    IReadOnlyList<StationStatus>? Stations = null);

/// <summary>A session.</summary>
/// <param name="ClientId">Whose it is.</param>
/// <param name="IsConnected">Its device is there.</param>
/// <param name="Waiting">Messages that wait for it.</param>
internal sealed record SessionStatus(string ClientId, bool IsConnected, int Waiting);
