namespace Edge.Mqtt;

// Messages that their owner keeps.
public abstract partial class Session
{
    internal PublishResult PublishKept(
        int identifier, bool isResend, Topic topic, byte[] payload, QualityOfService qualityOfService, bool isRetained,
        int token)
    {
        SessionState? state = State;
        if (state == null)
        {
            return PublishResult.RefusedFull;
        }

        _isComposeDue = true;
        return state.Sender.AppendKept(
            identifier, isResend, topic.Utf8Bytes, payload, qualityOfService, isRetained, token, _handler);
    }
}
