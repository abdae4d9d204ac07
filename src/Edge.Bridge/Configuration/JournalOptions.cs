using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Edge.Bridge.Configuration;

/// <summary>The disk's part: messages, sessions, and how much and how long.</summary>
internal sealed class JournalOptions
{
    /// <summary>The database; a full path once the configuration is read.</summary>
    [Description("The file that holds messages and sessions; beside it lies `-wal`."), Path]
    public string Path { get; set; } = "edge.db";

    /// <summary>Bytes that the journal may take on disk.</summary>
    [Description("Bytes that the journal may take."), Range(typeof(long), "65536", "1099511627776")]
    public long MaxBytes { get; set; } = 1_073_741_824;

    /// <summary>What happens when the journal is full.</summary>
    [Description("What happens when it is full: `Refuse` deletes nothing and takes nothing new, the others delete.")]
    public JournalWhenFull WhenFull { get; set; }

    /// <summary>How old a message may become; null to keep it until it is delivered.</summary>
    [Description("The age at which a message that was not delivered is deleted."), TimeRange("00:00:01", "3650.00:00:00")]
    [DefaultText("none: kept until delivered")]
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How long the session of a device that does not come back is kept.</summary>
    [Description("How long the session of a device that does not come back is kept, with what waits for it.")]
    [TimeRange("00:01:00", "3650.00:00:00")]
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Free bytes of the disk below which no new message is taken; 0 for no such reserve.</summary>
    [Description("Free bytes of the disk below which no new message is taken; 0 turns it off.")]
    [Range(typeof(long), "0", "1099511627776")]
    public long ReserveBytes { get; set; } = 67_108_864;
}
