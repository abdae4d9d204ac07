namespace Edge.Storage;

/// <summary>What a <see cref="RecordStore"/> has done and seen since it was made. Numbers only grow.</summary>
public sealed class RecordStoreCounters
{
    /// <summary>Times that all records were written anew into the other area.</summary>
    public int Compactions;

    /// <summary>Dropped: a record whose check was wrong, or the end of a log from the first byte that is no whole record,
    /// counted once. A power cut in the middle of a write leaves such an end.</summary>
    public int DamagedRecords;

    /// <summary>Dropped: a record of an earlier life that is larger than this store takes, or one too many.</summary>
    public int UnfitRecords;

    /// <summary>Areas found with something else than a log of this version: another version's log, foreign bytes, or what
    /// a power cut in the middle of an erase has left.</summary>
    public int UnknownAreas;

    /// <summary>Times that an area could not be read, written, erased or made durable.</summary>
    public int Failures;
}
