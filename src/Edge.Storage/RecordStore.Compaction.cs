namespace Edge.Storage;

public sealed partial class RecordStore
{
    // Begins a log in the other area with what is held; everything is durable afterwards. The old log counts until the new
    // one is complete. When this fails nobody knows which of them counts, so nothing is appended until it has succeeded.
    private bool Compact()
    {
        AreaLog from = _current;
        AreaLog to = from == _first ? _second : _first;
        _canAppend = false;
        if (!IsReadable || !Copy(from, to))
        {
            Counters.Failures++;
            return false;
        }

        _current = to;
        _index.Renumber(AreaLog.HeaderBytes);
        _canAppend = true;
        _isDirty = false;
        Counters.Compactions++;
        // Now rather than before the next compaction: should the new log's header be damaged, nothing old comes back.
        _isSpareBlank = from.Area.EraseAll();
        if (!_isSpareBlank)
        {
            Counters.Failures++;
        }

        return true;
    }

    private bool Copy(AreaLog from, AreaLog to)
    {
        if (!_isSpareBlank && !to.Area.EraseAll())
        {
            return false;
        }

        // A number of its own for each try: what is left of one that failed is not taken for a part of this.
        _isSpareBlank = false;
        _generation++;
        if (!to.Begin(_generation))
        {
            return false;
        }

        int at = 0;
        while (at < _index.Count)
        {
            RecordReading reading = from.ReadRecord(_index.Position(at));
            if (reading == RecordReading.Unreadable)
            {
                return false;
            }

            if (reading != RecordReading.Whole)
            {
                DropDamaged(at);
                continue;
            }

            if (!to.Append(AreaLog.KindPut, from.Key, _buffer, RecordHeaderBytes, from.BodyBytes))
            {
                return false;
            }

            at++;
        }

        return to.Append(AreaLog.KindComplete, 0, _buffer, RecordHeaderBytes, 0) && to.Area.Flush();
    }
}
