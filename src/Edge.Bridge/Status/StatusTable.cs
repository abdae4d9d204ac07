using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.Bridge.Status;

/// <summary>A status for a person.</summary>
internal static class StatusTable
{
    /// <summary>The table.</summary>
    public static IRenderable Of(BridgeStatus status)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("what", "value");
        table.Title = new TableTitle($"edge, up {TimeSpan.FromSeconds(status.UptimeSeconds):d\\.hh\\:mm\\:ss}");
        UplinkStatus uplink = status.Uplink;
        Row("uplink", $"{uplink.Address}: {(uplink.IsConnected ? "connected" : "away")}{Error(uplink.LastError)}");
        Row("", $"{uplink.Waiting} waiting, {uplink.Acknowledged} acknowledged, {uplink.Resent} sent again, {uplink.Skipped} too large skipped");
        JournalStatus journal = status.Journal;
        Row("journal", $"{journal.Path}{Error(journal.LastError)}");
        Row("", Text($"{journal.Bytes:N0} of {journal.BytesMax:N0} bytes, oldest {Age(journal.OldestSeconds)}, {journal.Parked} without room"));
        Row("", Text($"{journal.Commits:N0} commits, half within {journal.CommitMicrosecondsP50} µs, 99 % within {journal.CommitMicrosecondsP99} µs"));
        Row("", $"{journal.DroppedForRoom} dropped for room, {journal.DroppedForAge} for age");
        DevicesStatus devices = status.Devices;
        Row("devices", $"{devices.Connected} connected, {devices.Sessions} sessions");
        Row("", $"{devices.DroppedAtMostOnce} of QoS 0 dropped, {devices.NotPermitted} not permitted");
        foreach (LinkStatus link in status.Links)
        {
            IReadOnlyList<StationStatus> stations = link.Stations ?? [];
            string alone = stations.Count == 1 && stations[0].IsUp ? $", {stations[0]}" : "";
            Row($"link {link.Name}", $"{link.State}{Error(link.LastError)}, {Count(link.Devices, "device")}{alone}");
            if (link.Frames is { } frames)
            {
                Row("", Frames(frames));
            }

            foreach (StationStatus station in stations.Where(_ => stations.Count > 1))
            {
                Row($"  {link.Name}/{station.Station}", Station(station));
            }
        }

        foreach (SessionStatus session in status.Sessions.Where(session => session.Waiting > 0))
        {
            Row($"session {session.ClientId}", $"{session.Waiting} waiting, {(session.IsConnected ? "connected" : "away")}");
        }

        return table;

        void Row(string what, string value) => table.AddRow(new Text(what), new Text(value));
    }

    /// <summary>The frames of a raw line, for a person.</summary>
    public static string Frames(FramesStatus frames) => Text(
        $"frames: {frames.Sent} sent, {frames.Received} good, {frames.Bad}, {frames.Resent} resent, {frames.Duplicates} duplicates, {frames.OutOfSequence} out of sequence, {frames.TimeOuts} time-outs, {frames.Silences} silences, {frames.Reboots} reboots");

    private static string Station(StationStatus station) =>
        $"{(station.IsUp ? "up" : "silent")}, {station.Device ?? "no device"}, {station}, {station.Resent} resent, {station.Duplicates} duplicates, {station.TimeOuts} time-outs, {station.Silences} silences, {station.Reboots} reboots";

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Error(string? error) => error == null ? "" : $" ({error})";

    private static string Age(long? seconds) => seconds is { } known
        ? TimeSpan.FromSeconds(known).ToString("c", CultureInfo.InvariantCulture)
        : "none";
}
