using System;
using System.Text;
using System.Threading.Tasks;

namespace Edge.Mqtt;

// What the client tells, on its own thread.
public sealed partial class AsyncMqttClient
{
    private sealed class Handler : ClientHandler
    {
        private readonly AsyncMqttClient _owner;

        internal Handler(AsyncMqttClient owner)
        {
            _owner = owner;
        }

        public override bool OnPublishReceived(Message message)
        {
            _owner.MessageReceived?.Invoke(
                Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength),
                message.PayloadBuffer.AsSpan(message.PayloadOffset, message.PayloadLength).ToArray());
            return true;
        }

        public override void OnPublishAcknowledged(int token) => End(token, null);

        public override void OnPublishDropped(int token) => End(token, "the message was dropped unsent");

        public override void OnConnected(bool isSessionPresent) => _owner._connected.TrySetResult();

        public override void OnDisconnected(DisconnectReason reason)
        {
            if (reason == DisconnectReason.Refused)
            {
                Complete(_owner._connected, "the server refuses the client: " + _owner._client.ReturnCode);
            }
        }

        public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) =>
            _owner.Answer(filter.ToString(), isGranted ? null : "the server refuses '" + filter + "'");

        private void End(int token, string? failure)
        {
            if (_owner._publishes.TryGetValue(token, out TaskCompletionSource? done))
            {
                Complete(done, failure);
            }
        }
    }
}
