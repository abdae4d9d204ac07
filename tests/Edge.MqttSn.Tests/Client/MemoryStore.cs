namespace Edge.MqttSn.Tests.Client;

/// <summary>A session store in memory. What was not flushed is lost by <see cref="Reboot"/>.</summary>
internal sealed class MemoryStore : ISessionStore
{
    private readonly List<(int Key, byte[] Bytes)> _records = [];
    private List<(int Key, byte[] Bytes)> _durable = [];

    public bool Fails { get; set; }

    /// <summary>Keys as kind.id.</summary>
    public string Keys => string.Join(' ', _records.Select(record => $"{record.Key >> 16}.{record.Key & 0xFFFF}"));

    public void Reboot()
    {
        _records.Clear();
        _records.AddRange(_durable);
    }

    public void Load(ISessionRecords target)
    {
        foreach ((int key, byte[] bytes) in _records)
        {
            target.OnRecord(key, bytes, 0, bytes.Length);
        }
    }

    public bool Put(int key, byte[] bytes, int offset, int count)
    {
        if (Fails)
        {
            return false;
        }

        byte[] copy = bytes[offset..(offset + count)];
        int index = _records.FindIndex(record => record.Key == key);
        if (index >= 0)
        {
            _records[index] = (key, copy);
        }
        else
        {
            _records.Add((key, copy));
        }

        return true;
    }

    public void Remove(int key) => _records.RemoveAll(record => record.Key == key);

    public bool Flush()
    {
        if (!Fails)
        {
            _durable = [.. _records];
        }

        return !Fails;
    }
}
