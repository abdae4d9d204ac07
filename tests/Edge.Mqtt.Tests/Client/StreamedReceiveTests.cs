using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Messages larger than the receive buffer.</summary>
public class StreamedReceiveTests : ClientTest
{
    private const string Small = "30 04 0001 \"t\" \"n\"";
    private static readonly string Payload = new ScriptedSource(300).Text;

    private readonly RecordingReceiver _receiver = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Parts_come_in_order_and_the_acknowledgement_after_the_last_at_any_pace(int bytesPerCall)
    {
        MqttClient client = ConnectedWithReceiver();
        Stream.BytesPerCall = bytesPerCall;
        Stream.Feed(Large("32", "0007") + Small);
        string written = "";
        for (int i = 0; i < 400; i++)
        {
            client.Poll(Now);
            written += Stream.Written();
            Assert.Equal(written.Length > 0, client.Session.Counters.PublishesReceived > 0);
        }

        Assert.Equal("40020007", written);
        Assert.Equal($"t q1 300:{Payload}. t ended;", _receiver.Events());
        Assert.Equal("t=n q0", Handler.Events());
    }

    [Theory]
    [InlineData("32", "0007", "40020007")]
    [InlineData("34", "0007", "50020007")]
    [InlineData("30", "", "")]
    [Rule("3.3.4-1")]
    [Rule("4.5.0-2")]
    public void A_message_that_is_not_wanted_is_skipped_and_acknowledged(string first, string identifier, string answer)
    {
        _receiver.IsWanted = false;
        MqttClient client = ConnectedWithReceiver();

        Assert.Equal(answer, Answer(client, Large(first, identifier) + Small));
        Assert.Equal($"t q{(Convert.ToInt32(first, 16) >> 1) & 3} 300:", _receiver.Events());
        Assert.Equal("t=n q0", Handler.Events());
        Assert.Equal(1, client.Session.Counters.PublishesSkipped);
    }

    [Fact]
    public void A_message_whose_end_is_answered_later_is_acknowledged_later()
    {
        _receiver.AcknowledgesAtOnce = false;
        MqttClient client = ConnectedWithReceiver();
        Assert.Equal("", Answer(client, Large("34", "0007")));

        client.Acknowledge(_receiver.Delivery);
        Assert.Equal("50020007", Answer(client, ""));
    }

    [Theory]
    [InlineData("32", "3A", "40020007")]
    [InlineData("34", "3C", "50020007")]
    [Rule("4.3.3-2")]
    public void A_message_that_was_cut_off_is_aborted_and_comes_again_from_its_beginning(
        string first, string again, string answer)
    {
        MqttClient client = ConnectedWithReceiver();
        string large = Hex.Of(Large(first, "0007"));
        Assert.Equal("", Answer(client, large[..400]));
        string begin = $"t q{(Convert.ToInt32(first, 16) >> 1) & 3} 300:";
        Reconnect(client, ConnackResumed);
        Assert.Equal($"{begin}{Payload[..192]} aborted;", _receiver.Events());
        Stream.Written();

        Assert.Equal(answer, Answer(client, Large(again, "0007")));
        Assert.Equal($"{begin}{Payload}. t ended;", _receiver.Events());
    }

    [Fact]
    [Rule("4.3.3-2")]
    public void A_whole_message_that_comes_again_is_acknowledged_again_and_passes_by()
    {
        MqttClient client = ConnectedWithReceiver();
        Assert.Equal("50020007", Answer(client, Large("34", "0007")));
        _receiver.Events();

        Assert.Equal("50020007", Answer(client, Large("3C", "0007") + Small));
        Assert.Equal("", _receiver.Events());
        Assert.Equal("t=n q0", Handler.Events());
        Assert.Equal(1, client.Session.Counters.DuplicatesSuppressed);
        Assert.Equal(0, client.Session.Counters.PublishesSkipped);
    }

    [Fact]
    public void A_receiver_that_throws_ends_the_connection_and_gets_the_message_again()
    {
        MqttClient client = ConnectedWithReceiver();
        _receiver.OnPart = () => throw new InvalidOperationException("receiver");
        Assert.Equal("", Answer(client, Large("34", "0007")));
        Assert.Equal("ended HandlerFailed", Handler.Events());
        Assert.EndsWith(" aborted;", _receiver.Events(), StringComparison.Ordinal);

        _receiver.OnPart = null;
        Reconnect(client, ConnackResumed);
        Stream.Written();
        Assert.Equal("50020007", Answer(client, Large("3C", "0007")));
        Assert.Equal($"t q2 300:{Payload}. t ended;", _receiver.Events());
    }

    [Fact]
    public void A_topic_that_leaves_no_room_for_a_payload_ends_the_connection()
    {
        MqttClient client = ConnectedWithReceiver();
        Answer(client, $"30 EE 02 0040 \"{new string('t', 64)}\" \"{Payload}\"");

        Assert.Equal("ended PacketTooLarge", Handler.Events());
    }

    [Fact]
    public void Publishing_between_two_parts_is_allowed()
    {
        MqttClient client = ConnectedWithReceiver();
        _receiver.OnPart = () =>
        {
            _receiver.OnPart = null;
            Publish(client, "r", QualityOfService.AtLeastOnce);
        };

        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"r\"  40 02 0007"), Answer(client, Large("32", "0007")));
    }

    // 300 bytes of payload, "t" and perhaps an identifier.
    private static string Large(string first, string identifier) =>
        $"{first} {(identifier.Length == 0 ? "AF" : "B1")} 02 0001 \"t\" {identifier} \"{Payload}\"";

    private MqttClient ConnectedWithReceiver() => Connected(options =>
    {
        options.ReceiveBytes = 64;
        options.PayloadReceiver = _receiver;
    });
}
