using System;

namespace Edge.Mqtt;

// The way out: what is owed, acknowledgements in order of arrival, then messages; in as few writes as possible.
public abstract partial class Session
{
    // Composes what is due; true when something is ready to leave.
    internal bool HasOutgoing(long now)
    {
        if (_isComposeDue)
        {
            Fill(now);
        }

        return Outgoing.End > 0;
    }

    private void Fill(long now)
    {
        _isComposeDue = false;
        IsSourceWaiting = false;
        if (_ending != DisconnectReason.None)
        {
            return;
        }

        if (_hasNewBytes)
        {
            // Room may have come for the answer that a packet in the receive buffer waits for.
            Understand(now);
        }

        try
        {
            if (_ending == DisconnectReason.None)
            {
                Compose(now);
            }

            // A handshake promises nothing yet; it is what begins a new attempt after a failure.
            if ((IsConnected || HasFarewell) && State != null && !State.Flush())
            {
                End(DisconnectReason.StoreFailed, false);
            }
        }
        catch (Exception failure)
        {
            // Told of a drop, or the store, which must not throw.
            HandlerFailed(failure);
        }
    }

    // Writes what this role owes, as far as there is room; false when it is in the middle of a packet.
    private protected abstract bool ComposeControl(long now);

    private protected int SendRoom => Outgoing.Room;

    private protected byte[] SendBytes => Outgoing.Bytes;

    private protected int SendEnd => Outgoing.End;

    private protected void Wrote(int end) => Outgoing.End = end;

    // A packet of a fixed header alone; the caller has looked for room.
    private protected void WriteEmpty(PacketType type) =>
        Outgoing.End = ShortPacket.WriteEmpty(Outgoing.Bytes, Outgoing.End, type);

    // A packet that is an identifier; the caller has looked for room.
    private protected void WriteShort(PacketType type, int identifier) =>
        Outgoing.End = ShortPacket.Write(Outgoing.Bytes, Outgoing.End, type, identifier);

    // 4.6.0-2, 4.6.0-3: in the order in which the messages came.
    private protected void ComposeAcknowledgements()
    {
        while (_receiver.Completions > 0)
        {
            if (Outgoing.Room < 4)
            {
                _isComposeDue = true;
                return;
            }

            WriteShort(PacketType.Pubcomp, _receiver.NextCompletion);
            _receiver.Completed();
        }

        // A message whose payload is still coming is the last one held; its sender does not await an answer yet.
        int underWay = _payloadLeft > 0 && _publish.Identifier != 0 ? 1 : 0;
        int identifier;
        while (_receiver.Held > underWay && (identifier = _receiver.NextAcknowledgement(State!.Inbound)) != 0)
        {
            if (Outgoing.Room < 4)
            {
                _isComposeDue = true;
                break;
            }

            PacketType type = _receiver.IsOldestExactlyOnce ? PacketType.Pubrec : PacketType.Puback;
            WriteShort(type, identifier);
            _receiver.Acknowledged();
            // Reading may have stopped for want of room among the held.
            _isComposeDue |= _hasNewBytes;
        }
    }

    // Takes a message: QoS 0 straight into the send buffer where nothing waits before it, everything else into the log.
    internal PublishResult Publish(
        byte[] topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token)
    {
        SessionState? state = State;
        if (state == null)
        {
            return PublishResult.RefusedFull;
        }

        bool isNext = IsNext(state);
        if (isNext && qualityOfService == QualityOfService.AtMostOnce
            && PublishPacket.Bytes(topic.Length, count, qualityOfService) <= Outgoing.Room)
        {
            Outgoing.End = PublishPacket.Write(
                Outgoing.Bytes, Outgoing.End, topic, payload, offset, count, qualityOfService, isRetained);
            _counters.PublishesSent++;
            return PublishResult.Accepted;
        }

        _isComposeDue = true;
        PublishResult result =
            state.Sender.Append(topic, payload, offset, count, qualityOfService, isRetained, token, _handler);
        return isNext && result == PublishResult.Queued ? PublishResult.Accepted : result;
    }

    // Takes a message whose payload is read when it is sent.
    internal PublishResult Publish(
        byte[] topic, IPayloadSource source, QualityOfService qualityOfService, bool isRetained, int token)
    {
        // A client alone streams, and it has its session from the beginning.
        SessionState state = State!;
        bool isNext = IsNext(state);
        _isComposeDue = true;
        PublishResult result = state.Sender.Append(topic, source, qualityOfService, isRetained, token, _handler);
        return isNext && result == PublishResult.Queued ? PublishResult.Accepted : result;
    }

    private bool IsNext(SessionState state) => IsConnected && !IsInPieces && !state.Sender.HasUnsent;

    // Fills the send buffer: what the role owes, acknowledgements in order of arrival, then messages.
    private void Compose(long now)
    {
        if (_pieceEnd != NoPiece && !ComposePieces())
        {
            return;
        }

        if (!ComposeControl(now) || !IsConnected)
        {
            return;
        }

        if (_receiver.Held > 0 || _receiver.Completions > 0)
        {
            ComposeAcknowledgements();
        }

        Sender sender = State!.Sender;
        int identifier;
        while ((identifier = sender.Releases.Next) != 0)
        {
            if (Outgoing.Room < 4)
            {
                _isComposeDue = true;
                return;
            }

            WriteShort(PacketType.Pubrel, identifier);
            sender.Releases.Sent();
        }

        while (ComposeMessage(sender))
        {
        }
    }

    // Writes the next message whole, or begins to write one that is larger than the send buffer; false when none can be.
    private bool ComposeMessage(Sender sender)
    {
        int record = sender.Next;
        if (record == RecordLog.None)
        {
            return false;
        }

        if (!sender.IsFree(record))
        {
            ComposeForgotten(sender.Forgotten);
            return false;
        }

        int packetBytes = sender.PacketBytes(record);
        bool isLarge = packetBytes > Outgoing.Bytes.Length;
        if (isLarge ? Outgoing.Count > 0 : packetBytes > Outgoing.Room)
        {
            _isComposeDue = true;
            return false;
        }

        sender.Prepare(record);
        if (!isLarge && !sender.IsStreaming)
        {
            Outgoing.End += sender.Copy(record, 0, Outgoing.Bytes, Outgoing.End, packetBytes);
            sender.Sent(record);
            return true;
        }

        _pieceEnd = 0;
        IsInPieces = true;
        return ComposePieces();
    }

    private void ComposeForgotten(ForgottenIdentifiers forgotten)
    {
        int identifier;
        while ((identifier = forgotten.Next) != 0)
        {
            if (Outgoing.Room < 4)
            {
                _isComposeDue = true;
                return;
            }

            WriteShort(PacketType.Pubrel, identifier);
            forgotten.Sent();
        }
    }

    // Writes as much of the prepared message as there is room for; true when that was all of it.
    private bool ComposePieces()
    {
        Sender sender = State!.Sender;
        int record = sender.Prepared;
        int packetBytes = sender.PacketBytes(record);
        while (_pieceEnd < packetBytes)
        {
            int room = Outgoing.Room;
            int count = room == 0 ? 0 : CopyPiece(sender, record, room);
            if (count < 0)
            {
                sender.DropPrepared(_handler);
                End(DisconnectReason.SourceFailed, false);
                return false;
            }

            if (count == 0)
            {
                IsSourceWaiting = room > 0;
                _isComposeDue = room == 0;
                return false;
            }

            Outgoing.End += count;
            _pieceEnd += count;
        }

        _pieceEnd = NoPiece;
        IsInPieces = false;
        // An answer may have waited for the end of the message.
        _isComposeDue |= _hasNewBytes;
        sender.Sent(record);
        return true;
    }

    // A source that throws cannot be read any more.
    private int CopyPiece(Sender sender, int record, int room)
    {
        try
        {
            return sender.Copy(record, _pieceEnd, Outgoing.Bytes, Outgoing.End, room);
        }
        catch (Exception failure)
        {
            LastHandlerFailure = failure;
            _counters.HandlerFailures++;
            return -1;
        }
    }
}
