using Edge.Simulation;
using Edge.Storage.Tests.Areas;
using Xunit.Sdk;

namespace Edge.Storage.Tests;

/// <summary>A store over two areas, doing what one seed says, beside the model of it.</summary>
internal sealed class Device
{
    public const int RecordsMax = 6;
    public const int RecordBytesMax = 40;
    public const int AreaBytes = 400;

    private readonly SeededRandom _random;
    private readonly SimulatedArea[] _areas;

    public Device(ulong seed, bool isFlash, int areaBytes = AreaBytes)
    {
        _random = new SeededRandom(seed);
        SeededRandom weather = new(seed + 1_000_000);
        _areas = isFlash
            ? [new SimulatedFlash(Power, weather, areaBytes), new SimulatedFlash(Power, weather, areaBytes)]
            : [new SimulatedFile(Power, weather, areaBytes), new SimulatedFile(Power, weather, areaBytes)];
        Store = Open();
    }

    public Power Power { get; } = new();

    public IReadOnlyList<SimulatedArea> Areas => _areas;

    public History History { get; } = new();

    public RecordStore Store { get; private set; }

    public RecordStore Open() => new(_areas[0], _areas[1], RecordsMax, RecordBytesMax);

    /// <summary>Puts, removes and flushes.</summary>
    public void Work(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            switch (_random.Next(8))
            {
                case < 4:
                    Put();
                    break;
                case < 6:
                    Remove();
                    break;
                default:
                    Flush();
                    break;
            }
        }
    }

    public bool Put()
    {
        int key = (_random.Next(2) << 16) | _random.Next(5);
        // Mostly ones, zeros and what the log itself is made of: what a damaged record might be mistaken for.
        byte[] bytes = new byte[_random.Next(RecordBytesMax + 3)];
        int kind = _random.Next(4);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(kind == 0 ? 0xFF : kind == 1 ? 0 : _random.Next(kind == 2 ? 4 : 256));
        }

        RecordList next = History.Now.Put(key, bytes);
        bool fits = next.Count <= RecordsMax && next.UsedBytes <= Store.BytesMax && bytes.Length <= RecordBytesMax;
        if (fits)
        {
            History.Try(next);
        }

        bool isPut = Store.Put(key, bytes, 0, bytes.Length);
        if (isPut)
        {
            History.Done(next);
        }

        if (isPut != fits && (isPut || _areas[0].FailsOneIn == 0))
        {
            throw new XunitException($"put {isPut}, fits {fits}: {next.Count} records, {next.UsedBytes} bytes");
        }

        return isPut;
    }

    public void Remove()
    {
        int[] keys = [.. History.Now.Keys, 77];
        int key = keys[_random.Next(keys.Length)];
        RecordList next = History.Now.Remove(key);
        History.Try(next);
        History.Done(next);
        Store.Remove(key);
    }

    public bool Flush()
    {
        bool isDurable = Store.Flush();
        if (isDurable)
        {
            History.Flushed();
        }
        else if (_areas[0].FailsOneIn == 0)
        {
            throw new XunitException("not flushed");
        }

        return isDurable;
    }

    /// <summary>The power goes, and comes back.</summary>
    public void PowerCut()
    {
        foreach (SimulatedArea area in _areas)
        {
            area.Cut();
        }

        Power.Restore();
        Reopen();
    }

    /// <summary>A new process, with the power on all the time.</summary>
    public void Reopen()
    {
        Array.ForEach(_areas, area => area.Reopen());
        Store = Open();
        History.Reopen(RecordList.Of(Store));
    }

    /// <summary>What it hands back now is what the model holds.</summary>
    public void Check()
    {
        RecordList held = RecordList.Of(Store);
        if (!held.Equals(History.Now) || Store.Count != held.Count || Store.UsedBytes != held.UsedBytes)
        {
            throw new XunitException($"holds [{held}] instead of [{History.Now}]");
        }
    }
}
