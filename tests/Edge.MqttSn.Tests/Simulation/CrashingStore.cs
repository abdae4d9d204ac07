namespace Edge.MqttSn.Tests.Simulation;

/// <summary>A session store over which the power goes out: of what was not flushed, only the first part is kept.</summary>
internal sealed class CrashingStore(World world) : ISessionStore
{
    private readonly List<Change> _changes = [];
    private readonly List<Change> _durable = [];
    private readonly Dictionary<int, Effect> _taken = [];
    private readonly List<Effect> _volatile = [];

    /// <summary>Fails one call in so many; 0 for never.</summary>
    public int FailsOneIn { get; set; }

    public int Failures { get; private set; }

    /// <summary>What the owner does with a QoS 2 message becomes durable with the next record of its identifier.</summary>
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
        if (key >> 16 == SessionRecordKind.Inbound)
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

    /// <summary>The power goes out.</summary>
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
        foreach (Change change in _changes.Take(count))
        {
            int at = _durable.FindIndex(record => record.Key == change.Key);
            if (at < 0 && change.Bytes != null)
            {
                _durable.Add(change);
            }
            else if (at >= 0 && change.Bytes != null)
            {
                _durable[at] = change;
            }
            else if (at >= 0)
            {
                _durable.RemoveAt(at);
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
