namespace Edge.Bridge.Drill;

/// <summary>The broker upstream of a drill: writes down what arrives and sends commands down.</summary>
internal interface IDrillUpstream : INumberPublisher, IDisposable
{
    /// <summary>Where it listens on loopback, whenever it does.</summary>
    int Port { get; }

    /// <summary>Somebody is subscribed, so that commands find their way.</summary>
    bool IsSubscribed { get; }

    /// <summary>It is gone, with every connection.</summary>
    void Cut();

    /// <summary>It is there again, with its sessions.</summary>
    void Restore();
}
