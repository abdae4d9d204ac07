namespace Edge;

/// <summary>Whoever must be told that there is something to do: bytes have come, room has come, something was published.</summary>
public interface IWakeup
{
    /// <summary>Asks to be polled soon. Any thread; never blocks; calls before the poll count as one.</summary>
    void Wake();
}
