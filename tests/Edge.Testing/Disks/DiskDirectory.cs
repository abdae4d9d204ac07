using Edge.Simulation;

namespace Edge.Testing.Disks;

/// <summary>The names on a disk twice: as programs see them, and as they are known to be on the disk.</summary>
internal sealed class DiskDirectory
{
    private readonly SortedDictionary<string, DiskFile> _seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DiskFile> _synchronised = new(StringComparer.Ordinal);

    internal IEnumerable<string> Names => _seen.Keys;

    internal long UsedBytes => _seen.Values.Sum(file => (long)file.Seen.Length);

    internal DiskFile? Find(string name) => _seen.GetValueOrDefault(name);

    internal DiskFile Create(string name)
    {
        DiskFile file = new(name);
        _seen.Add(name, file);
        return file;
    }

    internal void Delete(string name) => _seen.Remove(name);

    /// <summary>A file, unless it was deleted, is on the disk under its name.</summary>
    internal void Synchronise(DiskFile file)
    {
        if (file.Name != null && Find(file.Name) == file)
        {
            _synchronised[file.Name] = file;
        }
    }

    /// <summary>Every file is on the disk under its name, and no other name is.</summary>
    internal void Synchronise()
    {
        _synchronised.Clear();
        foreach ((string name, DiskFile file) in _seen)
        {
            _synchronised.Add(name, file);
        }
    }

    /// <summary>The directory that is found after the power has been cut.</summary>
    internal DiskDirectory AfterPowerCut(SeededRandom random)
    {
        DiskDirectory found = new();
        foreach (string name in _seen.Keys.Union(_synchronised.Keys).Order(StringComparer.Ordinal))
        {
            DiskFile? seen = Find(name);
            DiskFile? synchronised = _synchronised.GetValueOrDefault(name);
            DiskFile? survivor = seen == synchronised || random.Next(2) == 0 ? synchronised : seen;
            if (survivor != null)
            {
                found._seen.Add(name, survivor.AfterPowerCut(random));
            }
        }

        found.Synchronise();
        return found;
    }

    /// <summary>The same directory with the same changes outstanding.</summary>
    internal DiskDirectory Copy()
    {
        DiskDirectory copy = new();
        foreach ((string name, DiskFile file) in _seen)
        {
            copy._seen.Add(name, file.Copy());
        }

        foreach ((string name, DiskFile file) in _synchronised)
        {
            copy._synchronised.Add(name, Find(name) == file ? copy._seen[name] : file.Copy());
        }

        return copy;
    }
}
