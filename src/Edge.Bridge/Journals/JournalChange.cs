namespace Edge.Bridge.Journals;

/// <summary>One thing to write.</summary>
/// <param name="Apply">Writes it, on the writer's thread, in a transaction with others. It may be called again after a
/// transaction that failed.</param>
/// <param name="Written">Called on the loop's thread when it is durable; null for nobody.</param>
/// <param name="IsUrgent">Somebody waits for it; what is not urgent goes with the next that is.</param>
/// <param name="IsRelief">It makes room, or reads: after a failure such changes are tried first and alone, so that a full
/// disk is drained. Their order among the others does not matter.</param>
internal readonly record struct JournalChange(
    Action<JournalFile> Apply, Action? Written, bool IsUrgent, bool IsRelief);
