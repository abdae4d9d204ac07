namespace Edge.Mqtt.Tests.Simulation;

/// <summary>A session store over which the power goes out: of what was not flushed, only the first part is kept.</summary>
internal sealed class CrashingStore(SimulatedWorld world) : ISessionStore, ITakenMessages
{
    private const int KindInbound = 3;

    private readonly List<Change> _changes = [];
    private readonly Dictionary<int, Effect> _taken = [];
    private readonly List<Effect> _volatile = [];
    private readonly List<Change> _durable = [];

    /// <summary>Fails one call in so many; 0 for never.</summary>
    public int FailsOneIn { get; set; }

    public int Failures { get; private set; }

    public void Take(int identifier, int number)
    {
        Effect effect = new(number);
        _taken[identifier] = effect;
        _volatile.Add(effect);
    }

    public void Load(ISessionRecords target)
    {
        foreach (Change record in _durable)
        {
            target.OnRecord(record.Key, record.Bytes!, 0, record.Bytes!.Length);
        }
    }

    public bool Put(int key, byte[] bytes, int offset, int count)
    {
        if (Fails())
        {
            return false;
        }

        Effect? effect = null;
        if (key >> 16 == KindInbound)
        {
            _taken.TryGetValue(key & 0xFFFF, out effect);
        }

        _changes.Add(new Change(key, bytes.AsSpan(offset, count).ToArray(), effect));
        return true;
    }

    public void Remove(int key) => _changes.Add(new Change(key, null, null));

    public bool Flush()
    {
        if (Fails())
        {
            return false;
        }

        Keep(_changes.Count);
        return true;
    }

    public void Crash()
    {
        Keep(world.Random.Next(_changes.Count + 1));
        _changes.Clear();
        _taken.Clear();
        foreach (Effect effect in _volatile)
        {
            world.Down.Undo(effect.Number);
        }

        _volatile.Clear();
    }

    private bool Fails()
    {
        bool fails = FailsOneIn > 0 && world.Random.Next(FailsOneIn) == 0;
        Failures += fails ? 1 : 0;
        return fails;
    }

    private void Keep(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Change change = _changes[i];
            int at = _durable.FindIndex(record => record.Key == change.Key);
            if (change.Bytes == null)
            {
                if (at >= 0)
                {
                    _durable.RemoveAt(at);
                }
            }
            else if (at >= 0)
            {
                _durable[at] = change;
            }
            else
            {
                _durable.Add(change);
            }

            if (change.Effect != null)
            {
                _volatile.Remove(change.Effect);
            }
        }

        _changes.RemoveRange(0, count);
    }

    private sealed record Change(int Key, byte[]? Bytes, Effect? Effect);

    private sealed class Effect(int number)
    {
        public int Number => number;
    }
}
