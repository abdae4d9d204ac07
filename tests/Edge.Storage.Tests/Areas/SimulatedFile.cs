using Edge.Simulation;

namespace Edge.Storage.Tests.Areas;

/// <summary>A file: what was written since the last flush may be lost in a power cut, block by block and in any order, or
/// torn inside a block; where the file had to grow over a block that was lost stands anything.</summary>
internal sealed class SimulatedFile : SimulatedArea
{
    private const int BlockBytes = 64;

    private readonly byte[] _durable;
    private readonly List<(int Position, byte[] Bytes)> _pending = [];
    private int _length;
    private int _durableLength;

    public SimulatedFile(Power power, SeededRandom random, int capacityBytes)
        : base(power, random, capacityBytes)
    {
        _durable = (byte[])Bytes.Clone();
    }

    // What a flush has forgotten is gone.
    public override void Reopen()
    {
        base.Reopen();
        List<(int Position, byte[] Bytes)> pending = [.. _pending];
        byte[] durable = (byte[])_durable.Clone();
        int durableLength = _durableLength;
        Synchronise();
        _durable.CopyTo(Bytes, 0);
        _length = _durableLength;
        durable.CopyTo(_durable, 0);
        _durableLength = durableLength;
        _pending.AddRange(pending);
    }

    protected override void LoseVolatile()
    {
        bool[] isKept = new bool[_durable.Length];
        for (int block = 0; block < _durable.Length; block += BlockBytes)
        {
            int fate = Random.Next(4);
            int from = fate == 2 ? Random.Next(BlockBytes) : 0;
            int to = fate == 3 ? Random.Next(BlockBytes) : fate == 0 ? 0 : BlockBytes;
            for (int i = block; i < Math.Min(block + BlockBytes, _durable.Length); i++)
            {
                isKept[i] = i >= block + from && i < block + to;
            }
        }

        int length = _durableLength;
        foreach ((int position, byte[] bytes) in _pending)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (isKept[position + i])
                {
                    _durable[position + i] = bytes[i];
                    length = Math.Max(length, position + i + 1);
                }
            }
        }

        int hole = Random.Next(3);
        for (int i = _durableLength; i < length; i++)
        {
            if (!isKept[i])
            {
                _durable[i] = (byte)(hole == 0 ? 0 : hole == 1 ? 0xFF : Random.Next(256));
            }
        }

        _pending.Clear();
        _durable.CopyTo(Bytes, 0);
        _length = _durableLength = length;
    }

    // As FileArea does it: a file that grew by itself would hold zeros.
    protected override bool Takes(int position) => position == _length;

    protected override void Write(int position, ReadOnlySpan<byte> bytes, int done)
    {
        bytes[..done].CopyTo(Bytes.AsSpan(position));
        _pending.Add((position, bytes[..done].ToArray()));
        _length = position + done;
    }

    // Durable when it is over; until then the file has some length.
    protected override void Erase(bool isWhole)
    {
        _length = isWhole ? 0 : Random.Next(_length + 1);
        Bytes.AsSpan(_length).Fill(0xFF);
        Bytes.CopyTo(_durable, 0);
        _durableLength = _length;
        _pending.Clear();
    }

    protected override void Synchronise()
    {
        foreach ((int position, byte[] bytes) in _pending)
        {
            // Zeros where something was forgotten.
            _durable.AsSpan(_durableLength, Math.Max(0, position - _durableLength)).Clear();
            bytes.CopyTo(_durable, position);
            _durableLength = Math.Max(_durableLength, position + bytes.Length);
        }

        _pending.Clear();
    }

    protected override void Forget() => _pending.Clear();
}
