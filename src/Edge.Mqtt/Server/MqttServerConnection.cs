using System;

namespace Edge.Mqtt;

/// <summary>The server's end of one connection: the same session as the client's, in the other role.</summary>
public sealed partial class MqttServerConnection
{
    private readonly IByteStream _stream;
    private readonly IMqttServerHandler _handler;
    private readonly ServerSession _session;
    private readonly SessionCarrier _carrier;
    private readonly bool _isReopening;
    private bool _isRunning;

    /// <param name="options">How much it may use.</param>
    /// <param name="stream">The way to the client.</param>
    /// <param name="isReopening">True for a stream that waits for the next client when it is opened again (a line);
    /// false for one that is used up when it closes (an accepted socket).</param>
    /// <param name="handler">Decides and is told.</param>
    public MqttServerConnection(
        MqttServerOptions options, IByteStream stream, bool isReopening, IMqttServerHandler handler)
    {
        _stream = stream;
        _isReopening = isReopening;
        _handler = handler;
        _session = new ServerSession(options, handler);
        _carrier = new SessionCarrier(_session, stream);
    }

    /// <summary>Counters, state and reasons.</summary>
    public Session Session => _session;

    /// <summary>The stream is used up; nothing will come of this connection any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Does what is due and returns at once.</summary>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    /// <returns>Milliseconds until it wants to be called again, or <see cref="Deadline.Idle"/>.</returns>
    public int Poll(long now)
    {
        if (IsOver)
        {
            return Deadline.Idle;
        }

        if (_isRunning)
        {
            return Exchange(now);
        }

        if (_isReopening && _stream.State == StreamState.Closed)
        {
            _stream.Open(now);
        }

        int waitMs = _stream.Poll(now);
        if (_stream.State == StreamState.Open)
        {
            _session.Begin(now);
            _carrier.Begin();
            _isRunning = true;
            return Exchange(now);
        }

        IsOver = !_isReopening && _stream.State == StreamState.Closed;
        return waitMs;
    }

    /// <summary>Sends a message to the client.</summary>
    /// <param name="topic">Where it was published.</param>
    /// <param name="payload">Copied before the call returns.</param>
    /// <param name="offset">Where the payload starts.</param>
    /// <param name="count">Payload bytes.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">It comes because of a new subscription (3.3.1-8).</param>
    /// <param name="token">Comes back when the client has acknowledged it.</param>
    public PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token)
    {
        PublishResult result =
            _session.Publish(topic.Utf8Bytes, payload, offset, count, qualityOfService, isRetained, token);
        _stream.Wake();
        return result;
    }

    /// <summary>Acknowledges a message whose handler call had returned false. With QoS 2 that may be one of an earlier
    /// connection of the same session; the connection that has the session now sends the PUBREC.</summary>
    public void Acknowledge(int delivery)
    {
        _session.Acknowledge(delivery);
        _stream.Wake();
    }

    /// <summary>Ends the connection at the next poll, after what is ready has left.</summary>
    public void Close(DisconnectReason reason)
    {
        _session.End(reason, true);
        _stream.Wake();
    }

    private int Exchange(long now)
    {
        int waitMs = _carrier.Exchange(now);
        if (waitMs != SessionCarrier.Over)
        {
            return waitMs;
        }

        _stream.Close();
        _isRunning = false;
        IsOver = !_isReopening;
        try
        {
            _handler.OnDisconnected(_session.Ending);
        }
        catch (Exception failure)
        {
            _session.HandlerFailed(failure);
        }

        return 0;
    }
}
