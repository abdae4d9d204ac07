using Edge.Mqtt;
using Edge.Mqtt.Tests.Simulation;
using Edge.Storage.Tests.Areas;

namespace Edge.Storage.Tests.Sessions;

/// <summary>The store of a simulated client, on areas over which the power goes out. What the user did with a message
/// lasts as long as the record that it was taken.</summary>
internal sealed class PoweredStore : ISessionStore, ITakenMessages
{
    private const int RecordsMax = 60;
    private const int RecordBytesMax = 200;

    private readonly SimulatedWorld _world;
    private readonly SimulatedArea[] _areas;
    private readonly List<Change> _changes = [];
    private readonly Dictionary<int, Effect> _taken = [];
    private readonly List<Effect> _volatile = [];
    private RecordList _flushed = new();
    private RecordStore _store;

    /// <param name="world">What it is a part of.</param>
    /// <param name="isFlash">Flash rather than files.</param>
    /// <param name="lost">Called when the power goes off, in the middle of a write.</param>
    public PoweredStore(SimulatedWorld world, bool isFlash, Action lost)
    {
        _world = world;
        Power = new Power { Lost = lost };
        _areas = isFlash
            ? [new SimulatedFlash(Power, world.Random, 4096), new SimulatedFlash(Power, world.Random, 4096)]
            : [new SimulatedFile(Power, world.Random, 4096), new SimulatedFile(Power, world.Random, 4096)];
        _store = Open();
    }

    public Power Power { get; }

    public int Compactions { get; private set; }

    public void Take(int identifier, int number)
    {
        Effect effect = new(number);
        _taken[identifier] = effect;
        _volatile.Add(effect);
    }

    public void Load(ISessionRecords target) => _store.Load(target);

    public bool Put(int key, byte[] bytes, int offset, int count)
    {
        Effect? effect = null;
        if (key >> 16 == SessionRecordKind.Inbound)
        {
            _taken.TryGetValue(key & 0xFFFF, out effect);
        }

        Change change = new(key, bytes.AsSpan(offset, count).ToArray(), effect);
        _changes.Add(change);
        bool isPut = _store.Put(key, bytes, offset, count);
        if (!isPut && Power.IsOn)
        {
            _world.Fail($"no room for a record of {count} bytes beside {_store.Count} of {_store.UsedBytes}");
        }

        return isPut;
    }

    public void Remove(int key)
    {
        _changes.Add(new Change(key, null, null));
        _store.Remove(key);
    }

    public bool Flush()
    {
        bool isDurable = _store.Flush();
        if (isDurable)
        {
            Keep(_changes.Count);
        }

        return isDurable;
    }

    /// <summary>The power goes and comes back: a new store finds what the first so many changes have made.</summary>
    public void Reboot()
    {
        foreach (SimulatedArea area in _areas)
        {
            area.Cut();
        }

        Compactions += _store.Counters.Compactions;
        Power.Restore();
        _store = Open();
        RecordList found = RecordList.Of(_store);
        RecordList state = _flushed;
        int kept = state.Equals(found) ? 0 : -1;
        for (int i = 0; i < _changes.Count; i++)
        {
            state = _changes[i].ApplyTo(state);
            kept = state.Equals(found) ? i + 1 : kept;
        }

        if (kept < 0)
        {
            _world.Fail($"the store holds [{found}], which it never held since [{_flushed}]");
        }

        Keep(Math.Max(kept, 0));
        _changes.Clear();
        _taken.Clear();
        foreach (Effect effect in _volatile)
        {
            _world.Down.Undo(effect.Number);
        }

        _volatile.Clear();
    }

    private RecordStore Open() => new(_areas[0], _areas[1], RecordsMax, RecordBytesMax);

    private void Keep(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _flushed = _changes[i].ApplyTo(_flushed);
            if (_changes[i].Effect is Effect effect)
            {
                _volatile.Remove(effect);
            }
        }

        _changes.RemoveRange(0, count);
    }

    private sealed record Change(int Key, byte[]? Bytes, Effect? Effect)
    {
        public RecordList ApplyTo(RecordList list) => Bytes == null ? list.Remove(Key) : list.Put(Key, Bytes);
    }

    private sealed class Effect(int number)
    {
        public int Number => number;
    }
}
