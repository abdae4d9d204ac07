namespace Edge.Storage.Tests;

/// <summary>The model: records in the order in which their keys were first put. Never changed; a change makes another.</summary>
internal sealed class RecordList : ISessionRecords
{
    private readonly List<(int Key, byte[] Bytes)> _records;

    public RecordList() => _records = [];

    private RecordList(IEnumerable<(int Key, byte[] Bytes)> records) => _records = [.. records];

    public int Count => _records.Count;

    public int UsedBytes => _records.Sum(record => RecordStore.RecordHeaderBytes + record.Bytes.Length);

    public static RecordList Of(RecordStore store)
    {
        RecordList list = new();
        store.Load(list);
        return list;
    }

    public IEnumerable<int> Keys => _records.Select(record => record.Key);

    public RecordList Put(int key, byte[] bytes)
    {
        RecordList next = new(_records);
        int at = next._records.FindIndex(record => record.Key == key);
        if (at >= 0)
        {
            next._records[at] = (key, bytes);
        }
        else
        {
            next._records.Add((key, bytes));
        }

        return next;
    }

    public RecordList Remove(int key) => new(_records.Where(record => record.Key != key));

    void ISessionRecords.OnRecord(int key, byte[] bytes, int offset, int count) =>
        _records.Add((key, bytes.AsSpan(offset, count).ToArray()));

    public bool Equals(RecordList other) => Count == other.Count && _records.Zip(other._records)
        .All(pair => pair.First.Key == pair.Second.Key && pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));

    public override string ToString() =>
        string.Join(' ', _records.Select(record => $"{record.Key}:{Convert.ToHexString(record.Bytes)}"));
}
