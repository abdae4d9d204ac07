using Edge.Simulation;
using Xunit.Sdk;

namespace Edge.Storage.Tests.Areas;

/// <summary>An area in memory that fails when told and holds the store to what flash can do.</summary>
internal abstract class SimulatedArea : IStorageArea
{
    private const int EraseSteps = 6;

    private const int Unknown = -1;

    private readonly Power _power;

    // Where the next write goes; unknown when the last ones may be undone.
    private int _end;

    protected SimulatedArea(Power power, SeededRandom random, int capacityBytes)
    {
        _power = power;
        Random = random;
        Bytes = new byte[capacityBytes];
        Array.Fill(Bytes, (byte)0xFF);
    }

    /// <summary>What is read.</summary>
    public byte[] Bytes { get; }

    public int CapacityBytes => Bytes.Length;

    /// <summary>One call in so many fails, having done anything or nothing; 0 for none.</summary>
    public int FailsOneIn { get; set; }

    /// <summary>Reads fail.</summary>
    public bool IsUnreadable { get; set; }

    public int Erases { get; private set; }

    protected SeededRandom Random { get; }

    /// <summary>The power is gone: only what is left can be read from now on.</summary>
    public void Cut()
    {
        _end = Unknown;
        LoseVolatile();
    }

    /// <summary>Another process reads what the system holds.</summary>
    public virtual void Reopen() => _end = Unknown;

    public bool Read(int position, byte[] buffer, int offset, int count)
    {
        Bytes.AsSpan(position, count).CopyTo(buffer.AsSpan(offset));
        return !IsUnreadable;
    }

    public bool Write(int position, byte[] bytes, int offset, int count)
    {
        bool isBehindLast = position == _end || _end == Unknown;
        if (count < 1 || !isBehindLast || Bytes.AsSpan(position, count).ContainsAnyExcept((byte)0xFF))
        {
            throw new XunitException($"{count} bytes at {position} are written twice, or not behind {_end}");
        }

        if (!Takes(position))
        {
            return false;
        }

        bool fails = Fails();
        int wanted = fails ? Random.Next(count + 1) : count;
        int done = _power.Take(wanted);
        Write(position, bytes.AsSpan(offset, count), done);
        _end = done < count ? Unknown : position + count;
        return done < wanted ? _power.Fail() : !fails;
    }

    public bool EraseAll()
    {
        bool fails = Fails();
        int done = _power.Take(EraseSteps);
        bool isWhole = done == EraseSteps && (!fails || Random.Next(2) == 0);
        Erases++;
        _end = isWhole ? 0 : Unknown;
        Erase(isWhole);
        return done < EraseSteps ? _power.Fail() : !fails;
    }

    public bool Flush()
    {
        bool fails = Fails();
        if (_power.Take(1) < 1)
        {
            return _power.Fail();
        }

        int outcome = fails ? Random.Next(3) : 0;
        if (outcome == 0)
        {
            Synchronise();
        }
        else if (outcome == 1)
        {
            Forget();
        }

        return !fails;
    }

    /// <summary>Whether a write may go there; if not it does nothing.</summary>
    protected virtual bool Takes(int position) => true;

    /// <summary>The first bytes are written, and of the others anything may be.</summary>
    protected abstract void Write(int position, ReadOnlySpan<byte> bytes, int done);

    protected abstract void Erase(bool isWhole);

    protected abstract void Synchronise();

    /// <summary>What was to be made durable by a flush that failed is not tried again by the next one.</summary>
    protected abstract void Forget();

    protected abstract void LoseVolatile();

    private bool Fails() => FailsOneIn > 0 && Random.Next(FailsOneIn) == 0;
}
