namespace Edge.Simulation;

/// <summary>Who sends when on a bus, who hears it, and what collides. Times are nanoseconds. Not thread-safe; the bus's
/// lock is around it.</summary>
internal sealed class SharedMedium
{
    private readonly SimulatedLineEnd[] _ends;
    private readonly bool[] _isCut;
    // When the last byte of each end was through, at the end itself.
    private readonly long[] _lastLeftNs;
    private readonly long _byteNs;
    private readonly long _turnaroundNs;
    private readonly bool _echoesBack;
    private SimulatedLineEnd? _lastSender;
    private long _silentSinceNs;

    /// <param name="settings">What the medium is like.</param>
    /// <param name="ends">Who shares it.</param>
    /// <param name="isCut">For each of them, whether it is unplugged now.</param>
    internal SharedMedium(LineSettings settings, SimulatedLineEnd[] ends, bool[] isCut)
    {
        _ends = ends;
        _isCut = isCut;
        _lastLeftNs = new long[ends.Length];
        _byteNs = settings.ByteNs;
        _turnaroundNs = settings.TurnaroundMs * (long)Transmitter.NsPerMs;
        _echoesBack = settings.EchoesBack;
    }

    internal long Collisions { get; private set; }

    /// <summary>When an end that writes now begins to send.</summary>
    internal long StartsNs(SimulatedLineEnd end, long nowNs)
    {
        if (_lastSender is null || _lastSender == end || end.Transmitter.UnsentBytes > 0)
        {
            return nowNs;
        }

        for (int i = 0; i < _ends.Length; i++)
        {
            // Whoever talks into what another says now does not wait for its end: that is the collision.
            if (!_isCut[i] && IsSending(i, nowNs))
            {
                return nowNs;
            }
        }

        return Math.Max(nowNs, _silentSinceNs + _turnaroundNs);
    }

    /// <summary>Sends the bytes that are through by now.</summary>
    internal void Advance(long nowNs)
    {
        while (SendNext(nowNs))
        {
        }
    }

    // In the middle of a byte, or between two.
    private bool IsSending(int i, long nowNs)
    {
        long beganNs = _ends[i].Transmitter.NextLeavesNs - _byteNs;
        return beganNs < nowNs || (beganNs == nowNs && _lastLeftNs[i] == nowNs);
    }

    // Sends the bytes of the end whose next byte is through first, until that of another end is.
    private bool SendNext(long nowNs)
    {
        int first = -1;
        long firstNs = Deadline.Never;
        long secondNs = Deadline.Never;
        for (int i = 0; i < _ends.Length; i++)
        {
            Transmitter transmitter = _ends[i].Transmitter;
            while (_isCut[i] && transmitter.NextLeavesNs <= nowNs)
            {
                transmitter.Lose();
            }

            long leavesNs = _isCut[i] ? Deadline.Never : transmitter.NextLeavesNs;
            if (leavesNs < firstNs)
            {
                (first, firstNs, secondNs) = (i, leavesNs, firstNs);
            }
            else if (leavesNs < secondNs)
            {
                secondNs = leavesNs;
            }
        }

        if (firstNs > nowNs)
        {
            return false;
        }

        Send(first, Math.Min(nowNs, secondNs), secondNs - _byteNs);
        return true;
    }

    private void Send(int sender, long untilNs, long othersBeginNs)
    {
        long othersEndNs = 0;
        for (int i = 0; i < _ends.Length; i++)
        {
            othersEndNs = i == sender ? othersEndNs : Math.Max(othersEndNs, _lastLeftNs[i]);
        }

        SimulatedLineEnd end = _ends[sender];
        Transmitter transmitter = end.Transmitter;
        for (long leftNs = transmitter.NextLeavesNs; leftNs <= untilNs; leftNs = transmitter.NextLeavesNs)
        {
            bool isCollided = leftNs > othersBeginNs || leftNs - _byteNs < othersEndNs;
            Collisions += isCollided ? 1 : 0;
            _lastLeftNs[sender] = leftNs;
            _silentSinceNs = Math.Max(_silentSinceNs, transmitter.ArrivesNs(0));
            byte b = transmitter.Take();
            for (int i = 0; i < _ends.Length; i++)
            {
                if (!_isCut[i] && (i != sender || _echoesBack))
                {
                    _ends[i].Receiver.Hear(b, _silentSinceNs, isCollided);
                }
            }
        }

        _lastSender = end;
    }
}
