namespace Edge.Simulation;

/// <summary>Repeats some of the frames that pass, as a radio repeater does: what is between two 0x00 comes again later,
/// after another 0x00. Times are nanoseconds.</summary>
internal sealed class FrameRepeater
{
    /// <summary>Copies that were put on the wire.</summary>
    internal long FramesRepeated;

    private const int FrameBytesMax = 1024;
    private const int CopiesMax = 4;

    private readonly SeededRandom _random;
    private readonly int _delayMsMax;
    private readonly byte[] _frame = new byte[FrameBytesMax];
    private readonly Copy[] _copies = new Copy[CopiesMax];
    private int _frameBytes;
    private long _lastNs;
    private long _nextDueNs = Deadline.Never;

    internal FrameRepeater(SeededRandom random, LineSettings settings)
    {
        _random = random;
        Repeats = new RareEvents(random, settings.DuplicateRate);
        _delayMsMax = settings.DuplicateDelayMs;
        for (int i = 0; i < CopiesMax; i++)
        {
            _copies[i].Bytes = new byte[FrameBytesMax];
        }
    }

    /// <summary>Which frames are repeated.</summary>
    internal RareEvents Repeats { get; }

    /// <summary>When a copy comes if nothing else does; never in the middle of a frame.</summary>
    internal long NextDueNs => _frameBytes == 0 ? _nextDueNs : Deadline.Never;

    /// <summary>A byte was put on the wire.</summary>
    internal void OnByte(byte b, long arrivesNs)
    {
        _lastNs = arrivesNs;
        if (b != 0)
        {
            if (_frameBytes < FrameBytesMax)
            {
                _frame[_frameBytes] = b;
            }

            _frameBytes++;
            return;
        }

        if (_frameBytes is > 0 and <= FrameBytesMax && Repeats.Next(1) != 0)
        {
            Keep(arrivesNs);
        }

        _frameBytes = 0;
    }

    /// <summary>Puts the copies on the wire that are due and for which there is a place between two frames.</summary>
    internal void Repeat(long untilNs, TimedBytes wire)
    {
        while (NextDueNs <= untilNs)
        {
            int at = Earliest();
            ref Copy copy = ref _copies[at];
            _lastNs = Math.Max(_lastNs, copy.DueNs);
            for (int i = 0; i < copy.Count; i++)
            {
                wire.Add(copy.Bytes[i], _lastNs);
            }

            wire.Add(0, _lastNs);
            FramesRepeated++;
            copy.Count = 0;
            int next = Earliest();
            _nextDueNs = next < 0 ? Deadline.Never : _copies[next].DueNs;
        }
    }

    internal void Forget()
    {
        for (int i = 0; i < CopiesMax; i++)
        {
            _copies[i].Count = 0;
        }

        _frameBytes = 0;
        _nextDueNs = Deadline.Never;
    }

    private void Keep(long nowNs)
    {
        for (int i = 0; i < CopiesMax; i++)
        {
            ref Copy copy = ref _copies[i];
            if (copy.Count == 0)
            {
                Array.Copy(_frame, copy.Bytes, _frameBytes);
                copy.Count = _frameBytes;
                copy.DueNs = nowNs + (_random.Next(_delayMsMax + 1) * (long)Transmitter.NsPerMs);
                _nextDueNs = Math.Min(_nextDueNs, copy.DueNs);
                return;
            }
        }
    }

    private int Earliest()
    {
        int earliest = -1;
        for (int i = 0; i < CopiesMax; i++)
        {
            if (_copies[i].Count > 0 && (earliest < 0 || _copies[i].DueNs < _copies[earliest].DueNs))
            {
                earliest = i;
            }
        }

        return earliest;
    }

    private struct Copy
    {
        internal byte[] Bytes;
        internal int Count;
        internal long DueNs;
    }
}
