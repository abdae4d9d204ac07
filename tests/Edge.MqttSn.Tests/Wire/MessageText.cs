using System.Globalization;
using System.Text;

namespace Edge.MqttSn.Tests.Wire;

/// <summary>A message as one line of text: its type and the fields that it has.</summary>
internal static class MessageText
{
    // What the standard says, once more and by hand: 5.4.
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["ADVERTISE"] = "gw duration",
        ["SEARCHGW"] = "gw",
        ["GWINFO"] = "gw rest",
        ["CONNECT"] = "flags duration rest",
        ["CONNACK"] = "code",
        ["WILLTOPICREQ"] = "",
        ["WILLTOPIC"] = "flags rest",
        ["WILLMSGREQ"] = "",
        ["WILLMSG"] = "rest",
        ["REGISTER"] = "id msg rest",
        ["REGACK"] = "id msg code",
        ["PUBLISH"] = "flags id msg rest",
        ["PUBACK"] = "id msg code",
        ["PUBREC"] = "msg",
        ["PUBREL"] = "msg",
        ["PUBCOMP"] = "msg",
        ["SUBSCRIBE"] = "flags msg rest",
        ["SUBACK"] = "flags id msg code",
        ["UNSUBSCRIBE"] = "flags msg rest",
        ["UNSUBACK"] = "msg",
        ["PINGREQ"] = "rest",
        ["PINGRESP"] = "",
        ["DISCONNECT"] = "duration",
        ["WILLTOPICUPD"] = "flags rest",
        ["WILLTOPICRESP"] = "code",
        ["WILLMSGUPD"] = "rest",
        ["WILLMSGRESP"] = "code",
    };

    /// <summary>What a role reads from bytes, or the violation with an exclamation mark.</summary>
    internal static string Read(ReceivedMessage message, byte[] buffer, int offset, int count)
    {
        Violation violation = message.Read(buffer, offset, count);
        return violation == Violation.None ? Of(message, count) : "!" + violation;
    }

    /// <summary>Writes a message from its text with the library's writers.</summary>
    /// <returns>The offset behind it.</returns>
    internal static int Write(string text, byte[] buffer, int offset)
    {
        string[] parts = text.Split(' ', 2);
        string rest = text.Contains(" rest=", StringComparison.Ordinal) ? text[(text.IndexOf(" rest=", StringComparison.Ordinal) + 6)..] : "";
        byte[] bytes = rest.StartsWith("x:", StringComparison.Ordinal) ? Hex.Bytes(rest[2..]) : Encoding.UTF8.GetBytes(rest);
        MessageType type = Enum.Parse<MessageType>(parts[0], true);
        int flags = Number(text, "flags");
        int id = Number(text, "id");
        int msg = Number(text, "msg");
        int duration = Number(text, "duration");
        ReturnCode code = (ReturnCode)Number(text, "code");
        bool isBare = parts.Length == 1;
        return type switch
        {
            MessageType.Advertise => MessageWriter.Advertise(buffer, offset, Number(text, "gw"), duration),
            MessageType.SearchGw => MessageWriter.SearchGw(buffer, offset, Number(text, "gw")),
            MessageType.GwInfo => MessageWriter.GwInfo(buffer, offset, Number(text, "gw"), bytes),
            MessageType.Connect => MessageWriter.Connect(buffer, offset, flags, duration, bytes),
            MessageType.Connack or MessageType.WillTopicResp or MessageType.WillMsgResp =>
                MessageWriter.CodeOnly(buffer, offset, type, code),
            MessageType.WillTopic or MessageType.WillTopicUpd when !isBare =>
                MessageWriter.WillTopic(buffer, offset, type, flags, bytes),
            MessageType.WillMsg or MessageType.WillMsgUpd => MessageWriter.WillMsg(buffer, offset, type, bytes),
            MessageType.Register => MessageWriter.Register(buffer, offset, id, msg, bytes, 0, bytes.Length),
            MessageType.Regack or MessageType.Puback =>
                MessageWriter.TopicAnswer(buffer, offset, type, id, msg, code),
            MessageType.Publish => MessageWriter.Publish(buffer, offset, flags, id, msg, bytes, 0, bytes.Length),
            MessageType.Pubrec or MessageType.Pubrel or MessageType.Pubcomp or MessageType.Unsuback =>
                MessageWriter.MsgIdOnly(buffer, offset, type, msg),
            MessageType.Subscribe or MessageType.Unsubscribe when (flags & 3) == 0 =>
                MessageWriter.SubscribeName(buffer, offset, type, flags, msg, bytes),
            MessageType.Subscribe or MessageType.Unsubscribe =>
                MessageWriter.SubscribeId(buffer, offset, type, flags, msg, id),
            MessageType.Suback =>
                MessageWriter.Suback(buffer, offset, Flags.QualityOfService(flags), id, msg, code),
            MessageType.Pingreq when !isBare => MessageWriter.Pingreq(buffer, offset, bytes),
            MessageType.Disconnect when !isBare => MessageWriter.Sleep(buffer, offset, duration),
            _ => MessageWriter.Empty(buffer, offset, type),
        };
    }

    private static string Of(ReceivedMessage message, int count)
    {
        string name = message.Type.ToString().ToUpperInvariant();
        string fields = Fields[name];
        bool hasId = (message.Type is MessageType.Subscribe or MessageType.Unsubscribe)
            && message.TopicIdType != TopicIdType.Normal;
        int headerBytes = message.Buffer[message.RestOffset + message.RestLength - count] == 1 ? 4 : 2;
        bool isBare = count == headerBytes;
        StringBuilder text = new(name);
        foreach (string field in isBare ? [] : fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(field switch
            {
                "gw" => $" gw={message.GwId}",
                "duration" => $" duration={message.Duration}",
                "flags" => $" flags={message.Flags:X2}",
                "id" => $" id={message.TopicId}",
                "msg" => $" msg={message.MsgId}",
                "code" => $" code={(int)message.ReturnCode}",
                _ when hasId => $" id={message.TopicId}",
                _ => Rest(message),
            });
        }

        return text.ToString();
    }

    private static string Rest(ReceivedMessage message)
    {
        ReadOnlySpan<byte> bytes = message.Buffer.AsSpan(message.RestOffset, message.RestLength);
        bool isText = Utf8.IsValid(message.Buffer, message.RestOffset, message.RestLength)
            && bytes.IndexOfAnyInRange((byte)0, (byte)' ') < 0;
        return bytes.Length == 0 ? ""
            : " rest=" + (isText ? Encoding.UTF8.GetString(bytes) : "x:" + Hex.Text(bytes.ToArray()));
    }

    private static int Number(string text, string field)
    {
        foreach (string part in text.Split(' '))
        {
            if (part.StartsWith(field + "=", StringComparison.Ordinal))
            {
                NumberStyles style = field == "flags" ? NumberStyles.HexNumber : NumberStyles.None;
                return int.Parse(part.AsSpan(field.Length + 1), style, CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
