using Edge.Storage;

namespace Edge.Driver;

/// <summary>Drives a store with ten messages in it through one operation a call.</summary>
public sealed class StoreDriver : ISessionRecords
{
    private const int RecordsMax = 50;
    private const int MessageBytes = 68;
    private const int Messages = 10;

    private readonly MemoryArea _first = new MemoryArea(8192);
    private readonly MemoryArea _second = new MemoryArea(8192);
    private readonly byte[] _bytes = new byte[MessageBytes];
    private readonly RecordStore _roomy;
    private readonly RecordStore _narrow;
    private int _next = Messages;
    private int _loaded;

    /// <summary>Opens two stores and fills them.</summary>
    public StoreDriver()
    {
        _roomy = new RecordStore(_first, _second, RecordsMax, MessageBytes);
        _narrow = new RecordStore(new MemoryArea(2048), new MemoryArea(2048), RecordsMax, MessageBytes);
        for (int key = 0; key < Messages; key++)
        {
            _roomy.Put(key, _bytes, 0, MessageBytes);
            _narrow.Put(key, _bytes, 0, MessageBytes);
        }
    }

    /// <summary>True when they hold what they should.</summary>
    public bool IsReady => _roomy.Count == Messages && _narrow.Count == Messages;

    /// <summary>A message of 64 bytes is put and made durable, and the oldest one is removed.</summary>
    public bool StoreMessage() => Replace(_roomy) && _roomy.Counters.Compactions == 1;

    /// <summary>The same where now and then the log is full, and ten messages are copied.</summary>
    public bool StoreMessageAndCompact() => Replace(_narrow);

    /// <summary>An identifier that was received is put and made durable, and removed.</summary>
    public bool StoreIdentifier()
    {
        bool isPut = _roomy.Put(0x30000, _bytes, 0, 0) && _roomy.Flush();
        _roomy.Remove(0x30000);
        return isPut && IsReady;
    }

    /// <summary>A store is opened on areas of 8 kB with ten messages, and hands them back.</summary>
    public bool OpenStore()
    {
        _loaded = 0;
        new RecordStore(_first, _second, RecordsMax, MessageBytes).Load(this);
        return _loaded == Messages;
    }

    void ISessionRecords.OnRecord(int key, byte[] bytes, int offset, int count) => _loaded++;

    private bool Replace(RecordStore store)
    {
        bool isPut = store.Put(_next, _bytes, 0, MessageBytes) && store.Flush();
        store.Remove(_next - Messages);
        _next++;
        return isPut && IsReady;
    }
}
