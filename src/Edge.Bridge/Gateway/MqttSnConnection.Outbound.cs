using System.Buffers.Binary;
using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;
using Edge.Mqtt;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

// Messages to the client, one under way at a time (§6.6): REGISTER where it is needed, PUBLISH, PUBREL.
internal sealed partial class MqttSnConnection
{
    // QoS 0 messages that wait for the one under way.
    private const int AtMostOnceMax = 8;

    private readonly Queue<Outgoing> _atMostOnce = [];
    private readonly Queue<Outgoing> _releases = [];
    private Outgoing? _current;
    private int _registers;

    /// <inheritdoc/>
    public override bool SendAtMostOnce(Topic topic, ArraySegment<byte> payload, bool isRetained)
    {
        if (!IsDelivering || _atMostOnce.Count >= AtMostOnceMax)
        {
            return false;
        }

        _atMostOnce.Enqueue(new Outgoing(topic, payload.ToArray(), isRetained));
        _wakeup.Wake();
        return true;
    }

    /// <inheritdoc/>
    public override bool Send(Delivery delivery, bool isResend)
    {
        if (!IsDelivering || _current != null)
        {
            return false;
        }

        _current = new Outgoing(delivery, isResend);
        _wakeup.Wake();
        return true;
    }

    // Releases of a session that goes on.
    private void Resume(DeviceSession device) => device.Store.Load(new Releases(_releases));

    // Nothing more leaves for now; what was under way comes again.
    private void Pause()
    {
        _isOpenDue = false;
        DeviceSession device = Device!;
        device.Store.Outbox.Close();
        _atMostOnce.Clear();
        _releases.Clear();
        _current = null;
    }

    // Sends what is due.
    private int Deliver()
    {
        if (!IsDelivering || _holds > 0)
        {
            return Deadline.Idle;
        }

        DeviceSession device = Device!;
        if (_isOpenDue)
        {
            Pause();
            Resume(device);
            device.Store.Outbox.Open(this, 1);
        }

        while (Next(device) is { } outgoing)
        {
            if (_now < outgoing.Due)
            {
                return Deadline.Remaining(outgoing.Due, _now);
            }

            if (outgoing.Tries > _options.RetriesMax)
            {
                GiveUp();
                return 0;
            }

            SendStep(device, outgoing);
        }

        if (State == ClientState.Awake && device.Store.Outbox.Count == 0)
        {
            SleepAgain(isTold: true);
        }

        return Deadline.Idle;
    }

    private Outgoing? Next(DeviceSession device)
    {
        if (_current == null && (_releases.TryDequeue(out Outgoing? next) || _atMostOnce.TryDequeue(out next)))
        {
            _current = next;
        }

        if (_current == null)
        {
            device.Store.Outbox.Pump();
        }

        return _current;
    }

    private void SendStep(DeviceSession device, Outgoing outgoing)
    {
        _counters.Resent += outgoing.Tries > 0 ? 1 : 0;
        outgoing.Tries++;
        outgoing.Due = _port.IsReliable ? Deadline.Never : _now + _options.RetryMs;
        if (outgoing.Step == OutgoingStep.Release)
        {
            Send(MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubrel, outgoing.Identifier));
            return;
        }

        if (!FindTopic(device, outgoing.Topic, out TopicIdType type, out int id) || !Fits(outgoing))
        {
            Drop(device, outgoing);
        }
        else if (type == TopicIdType.Normal && !device.Topics.IsKnown(id))
        {
            outgoing.Step = OutgoingStep.Register;
            byte[] name = outgoing.Topic.Utf8Bytes;
            outgoing.RegisterId = 1 + (_registers++ % 0xFFFF);
            Send(MessageWriter.Register(_buffer, 0, id, outgoing.RegisterId, name, 0, name.Length));
        }
        else
        {
            SendPublish(outgoing, type, id);
        }
    }

    private void SendPublish(Outgoing outgoing, TopicIdType type, int id)
    {
        int flags = Flags.OfQualityOfService((int)outgoing.QualityOfService) | (int)type
            | (outgoing.IsRetained ? Flags.Retain : 0) | (outgoing.IsDuplicate ? Flags.Dup : 0);
        Send(MessageWriter.Publish(
            _buffer, 0, flags, id, outgoing.Identifier, outgoing.Payload, 0, outgoing.Payload.Length));
        outgoing.Step = OutgoingStep.Publish;
        outgoing.IsDuplicate = outgoing.QualityOfService != QualityOfService.AtMostOnce;
        if (outgoing.QualityOfService == QualityOfService.AtMostOnce)
        {
            _current = null;
        }
    }

    // A predefined number or two characters where there is one, else the session's own number.
    private bool FindTopic(DeviceSession device, Topic topic, out TopicIdType type, out int id)
    {
        byte[] name = topic.Utf8Bytes;
        type = TopicIdType.Predefined;
        id = _options.Predefined.Find(topic);
        if (id == 0 && name.Length == ShortTopicName.Bytes && ShortTopicName.Is(name, 0, name.Length))
        {
            type = TopicIdType.ShortName;
            id = BinaryPrimitives.ReadUInt16BigEndian(name);
        }

        if (id != 0)
        {
            return true;
        }

        type = TopicIdType.Normal;
        id = device.Topics.Find(name);
        if (id == 0)
        {
            id = device.Topics.Add(topic, _options.TopicsMax);
            int added = id;
            if (added != 0)
            {
                device.Store.Write(file => file.PutTopic(device.Id, added, topic));
            }
        }

        return id != 0;
    }

    private bool Fits(Outgoing outgoing)
    {
        int publish = MessageHeader.MessageBytes(MessageWriter.PublishFieldBytes + outgoing.Payload.Length);
        int register = MessageHeader.MessageBytes(MessageWriter.RegisterFieldBytes + outgoing.Topic.Utf8Bytes.Length);
        return Math.Max(publish, register) <= _port.MessageBytesMax;
    }

    private void Drop(DeviceSession device, Outgoing outgoing)
    {
        _counters.Undeliverable++;
        Finish(device, outgoing);
    }

    private void Finish(DeviceSession device, Outgoing outgoing)
    {
        _current = null;
        if (outgoing.Token != 0)
        {
            device.Store.Acknowledged(outgoing.Token);
        }
    }

    // It does not answer: one that was awake has gone to sleep again, another is lost (§6.13).
    private void GiveUp()
    {
        if (State == ClientState.Awake)
        {
            SleepAgain(isTold: false);
        }
        else
        {
            End(DisconnectReason.Silence, isTold: false);
        }
    }

    private sealed class Releases(Queue<Outgoing> queue) : ISessionRecords
    {
        public void OnRecord(int key, byte[] buffer, int offset, int count)
        {
            if (key >> 16 == SessionRecordKind.Release)
            {
                queue.Enqueue(new Outgoing(key & 0xFFFF, BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(offset))));
            }
        }
    }
}
