namespace Edge.Storage;

public sealed partial class RecordStore
{
    // Finds the log that counts and reads it; false when an area could not be read.
    private bool Recover()
    {
        bool isRead = _first.ReadHeader() && _second.ReadHeader();
        if (isRead)
        {
            CountUnknown(_first);
            CountUnknown(_second);
            bool isSecondNewer = _second.Generation != 0
                && (_first.Generation == 0 || (int)(_second.Generation - _first.Generation) > 0);
            AreaLog newer = isSecondNewer ? _second : _first;
            AreaLog older = isSecondNewer ? _first : _second;
            _generation = newer.Generation;
            isRead = Choose(newer, older);
        }

        if (!isRead)
        {
            Counters.Failures++;
            _index.Clear();
            _canAppend = false;
        }

        return isRead;
    }

    private void CountUnknown(AreaLog log)
    {
        if (log.Content == AreaContent.Unknown || log.Content == AreaContent.OtherVersion)
        {
            Counters.UnknownAreas++;
        }
    }

    private bool Choose(AreaLog newer, AreaLog older)
    {
        _current = newer;
        if (newer.Content != AreaContent.Log)
        {
            // Empty, or of another version, whose older log would be no more than a memory.
            return true;
        }

        if (!Replay(newer, out bool isComplete))
        {
            return false;
        }

        if (!isComplete && older.Content == AreaContent.Log)
        {
            // A compaction was interrupted.
            if (!Replay(older, out bool isOlderComplete))
            {
                return false;
            }

            if (!isOlderComplete && !Replay(newer, out isComplete))
            {
                return false;
            }
        }

        if (!_canAppend && _current.Content == AreaContent.Log)
        {
            Counters.DamagedRecords++;
        }

        // What an earlier process wrote can be read before it is durable; what is handed back has to stay.
        return _current.Area.Flush();
    }

    // Takes a log into the index, up to the first record that cannot be trusted; false when the area fails.
    private bool Replay(AreaLog log, out bool isComplete)
    {
        _current = log;
        _index.Clear();
        Counters.UnfitRecords = 0;
        isComplete = false;
        int position = AreaLog.HeaderBytes;
        RecordReading reading;
        while ((reading = log.ReadRecord(position)) == RecordReading.Whole)
        {
            isComplete |= log.Kind == AreaLog.KindComplete;
            Apply(log, position);
            position += RecordHeaderBytes + log.BodyBytes;
        }

        log.End = position;
        if (reading != RecordReading.Unreadable)
        {
            reading = log.ReadRest(position);
        }

        // Behind a torn end stand bytes that flash cannot write again, and records that a file has kept out of order.
        _canAppend = isComplete && reading == RecordReading.Blank;
        return reading != RecordReading.Unreadable;
    }

    private void Apply(AreaLog log, int position)
    {
        int at = _index.Find(log.Key);
        if (log.Kind == AreaLog.KindRemove)
        {
            if (at >= 0)
            {
                _index.RemoveAt(at);
            }
        }
        else if (log.Kind == AreaLog.KindPut)
        {
            int bodyBytes = log.BodyBytes;
            int usedBytes = _index.TakenBytes + RecordHeaderBytes + bodyBytes;
            if (at >= 0)
            {
                usedBytes -= RecordHeaderBytes + _index.BodyBytes(at);
            }

            if (bodyBytes > _recordBytesMax || usedBytes > BytesMax || (at < 0 && _index.IsFull))
            {
                Counters.UnfitRecords++;
                if (at >= 0)
                {
                    _index.RemoveAt(at);
                }

                return;
            }

            _index.Set(at, log.Key, position, bodyBytes);
        }
    }
}
