using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Every packet that a client receives, in any pieces: a byte stream has no other borders.</summary>
public class ConversationTests
{
    private const string Connack = "20 02 00 00";

    // SUBACK, PUBACK, PUBREC, PUBCOMP, PUBLISH three times, PUBREL, PINGRESP, UNSUBACK, and a PUBLISH larger than the
    // receive buffer.
    private static readonly string Conversation = Hex.Of(
        "90 03 0002 01  40 02 0004  50 02 0005  70 02 0001  30 04 0001 \"t\" \"a\"  32 06 0001 \"t\" 0011 \"b\"  "
        + "34 06 0001 \"t\" 0012 \"c\"  62 02 0012  D0 00  B0 02 0003"
        + "34 72 0001 \"t\" 0013 \"" + new ScriptedSource(109).Text + "\"  62 02 0013  30 04 0001 \"t\" \"z\"");

    private static readonly string Expected =
        "g q1; acknowledged 4; acknowledged 1; t=a q0; t=b q1; t=c q2; f given up; t=z q0"
        + $"|t q2 109:{new ScriptedSource(109).Text}. t ended;"
        + "|40020011 50020012 50020013 62020005 70020012 70020013|None";

    [Fact]
    [Rule("7.0.0-2")]
    [Rule("7.1.2-1")]
    public void A_conversation_means_the_same_whole_byte_by_byte_and_at_every_split()
    {
        Assert.Equal(Expected, Understood(Conversation.Length));
        Assert.Equal(Expected, Understood([.. Enumerable.Repeat(2, Conversation.Length / 2)]));
        for (int split = 2; split < Conversation.Length; split += 2)
        {
            Assert.Equal(Expected, Understood(split, Conversation.Length - split));
        }
    }

    [Fact]
    [Rule("3.2.0-1")]
    [Rule("7.1.2-1")]
    public void The_handshake_means_the_same_at_every_split()
    {
        string connack = Hex.Of(Connack);
        for (int split = 2; split < connack.Length; split += 2)
        {
            ScriptedStream stream = new();
            RecordingHandler handler = new();
            MqttClient client = new(new MqttClientOptions("id"), stream, handler);
            client.Poll(0);
            stream.Feed(connack[..split]);
            client.Poll(0);
            Assert.Equal("", handler.Events());
            stream.Feed(connack[split..]);
            client.Poll(0);
            Assert.Equal("connected", handler.Events());
        }
    }

    // What a client with everything under way hears and answers when the conversation comes in pieces of these sizes.
    private static string Understood(params int[] pieces)
    {
        ScriptedStream stream = new();
        RecordingHandler handler = new();
        RecordingReceiver receiver = new();
        MqttClient client = new(
            new MqttClientOptions("id") { ReceiveBytes = 64, KeepAliveSeconds = 8, PayloadReceiver = receiver },
            stream, handler);
        client.Poll(0);
        stream.Feed(Connack);
        client.Poll(0);
        // Identifier 1 waits for its PUBCOMP, 2 for SUBACK, 3 for UNSUBACK, 4 for PUBACK, 5 for PUBREC, and a ping.
        client.Publish(new Topic("t"), [], 0, 0, QualityOfService.ExactlyOnce, false, 1);
        client.Poll(0);
        stream.Feed("50 02 0001");
        client.Poll(0);
        client.Subscribe(new TopicFilter("g"), QualityOfService.AtLeastOnce);
        client.Poll(0);
        client.Subscribe(new TopicFilter("f"), QualityOfService.AtLeastOnce);
        client.Unsubscribe(new TopicFilter("f"));
        client.Poll(0);
        client.Publish(new Topic("t"), [], 0, 0, QualityOfService.AtLeastOnce, false, 4);
        client.Publish(new Topic("t"), [], 0, 0, QualityOfService.ExactlyOnce, false, 5);
        client.Poll(7000);
        client.Poll(7000);
        Assert.EndsWith("C000", Ordered(stream.Written()), StringComparison.Ordinal);
        handler.Events();

        string written = "";
        int at = 0;
        foreach (int piece in pieces)
        {
            stream.Feed(Conversation.Substring(at, piece));
            at += piece;
            client.Poll(7000);
            written += stream.Written();
        }

        string answers = string.Join(' ', written.Chunk(8).Select(answer => new string(answer)).Order());
        return $"{handler.Events()}|{receiver.Events()}|{answers}|{client.Session.LastViolation}";
    }

    // The ping stands before the messages that were published with it.
    private static string Ordered(string written) =>
        written.Replace("C000", "", StringComparison.Ordinal)
        + (written.Contains("C000", StringComparison.Ordinal) ? "C000" : "");
}
