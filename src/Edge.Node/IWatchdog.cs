namespace Edge.Node;

/// <summary>Restarts the board when it has not been fed for too long.</summary>
public interface IWatchdog
{
    /// <summary>All is well.</summary>
    void Feed();
}
