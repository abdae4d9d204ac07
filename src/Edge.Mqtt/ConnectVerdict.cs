namespace Edge.Mqtt;

/// <summary>What a server's answer to CONNECT means for trying again.</summary>
public enum ConnectVerdict
{
    /// <summary>It was no refusal.</summary>
    None,

    /// <summary>The server is not serving now: the client tries again after the usual delay (return code 3).</summary>
    RetryLater,

    /// <summary>The same CONNECT will be refused again until somebody changes something: protocol level, client
    /// identifier, user, password or rights (return codes 1, 2, 4, 5). The client tries only at its longest delays;
    /// whoever wants it to stop calls <see cref="MqttClient.Disconnect"/>.</summary>
    DoNotRetry,
}
