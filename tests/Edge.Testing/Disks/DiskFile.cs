using Edge.Simulation;

namespace Edge.Testing.Disks;

/// <summary>One file twice: as programs see it, and as it is known to be on the disk; and every change between them.</summary>
/// <param name="name">Its path; null for a temporary file, which no directory holds.</param>
internal sealed class DiskFile(string? name)
{
    private readonly List<Change> _changes = [];
    private FileBytes _seen = new();
    private FileBytes _synchronised = new();
    private FileBytes _log = new();

    internal string? Name { get; } = name;

    internal FileLock Lock { get; } = new();

    internal ReadOnlySpan<byte> Seen => _seen.Span;

    internal void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        _changes.Add(new Change(offset, bytes.Length, _log.Length));
        _log.Write(_log.Length, bytes);
        _seen.Write(offset, bytes);
    }

    /// <summary>Writes nothing, everything or some of the sectors.</summary>
    internal void WriteInPart(int offset, ReadOnlySpan<byte> bytes, SeededRandom random)
    {
        Fate fate = FateOf(random);
        foreach ((int start, int count) in Sectors.Of(offset, bytes.Length))
        {
            if (Survives(fate, random))
            {
                Write(offset + start, bytes.Slice(start, count));
            }
        }
    }

    internal void SetLength(int length)
    {
        _changes.Add(new Change(length, Change.Length, 0));
        _seen.SetLength(length);
    }

    internal void Synchronise()
    {
        foreach (Change change in _changes)
        {
            Apply(change, _synchronised);
        }

        Forget();
    }

    /// <summary>Puts any of the changes on the disk, in any order and torn, and holds none of them back for later.</summary>
    internal void SynchroniseInPart(SeededRandom random)
    {
        Change[] changes = [.. _changes];
        if (random.Next(2) == 0)
        {
            Shuffle(changes, random);
        }

        // All lost and all kept are rare among many independent changes, and too telling to be.
        Fate? common = random.Next(2) == 0 ? (Fate)random.Next(2) : null;
        foreach (Change change in changes)
        {
            ApplyInPart(change, common ?? FateOf(random), random);
        }

        Forget();
    }

    /// <summary>The file that is found after the power has been cut.</summary>
    internal DiskFile AfterPowerCut(SeededRandom random)
    {
        DiskFile found = CopyWith(new FileBytes());
        found.SynchroniseInPart(random);
        found._seen = found._synchronised.Copy();
        return found;
    }

    /// <summary>The same file with the same changes outstanding, open nowhere.</summary>
    internal DiskFile Copy() => CopyWith(_seen.Copy());

    private static Fate FateOf(SeededRandom random) => (Fate)random.Next(3);

    private static bool Survives(Fate fate, SeededRandom random) =>
        fate == Fate.Kept || (fate == Fate.Torn && random.Next(2) == 0);

    private DiskFile CopyWith(FileBytes seen)
    {
        DiskFile copy = new(Name)
        {
            _seen = seen,
            _synchronised = _synchronised.Copy(),
            _log = _log.Copy(),
        };
        copy._changes.AddRange(_changes);
        return copy;
    }

    private static void Shuffle(Change[] changes, SeededRandom random)
    {
        for (int i = changes.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (changes[i], changes[other]) = (changes[other], changes[i]);
        }
    }

    private void Apply(Change change, FileBytes target)
    {
        if (change.Bytes == Change.Length)
        {
            target.SetLength(change.Offset);
        }
        else
        {
            target.Write(change.Offset, _log.Span.Slice(change.LogOffset, change.Bytes));
        }
    }

    private void ApplyInPart(Change change, Fate fate, SeededRandom random)
    {
        if (change.Bytes == Change.Length)
        {
            // A length is not torn.
            if (Survives(fate, random))
            {
                Apply(change, _synchronised);
            }

            return;
        }

        foreach ((int start, int count) in Sectors.Of(change.Offset, change.Bytes))
        {
            if (Survives(fate, random))
            {
                Apply(new Change(change.Offset + start, count, change.LogOffset + start), _synchronised);
            }
        }
    }

    private void Forget()
    {
        _changes.Clear();
        _log.SetLength(0);
    }

    private enum Fate
    {
        Lost,
        Kept,
        Torn,
    }

    /// <summary>A write whose bytes are in the log, or a new length.</summary>
    private readonly record struct Change(int Offset, int Bytes, int LogOffset)
    {
        public const int Length = -1;
    }
}
