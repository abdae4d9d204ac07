using System.Text;
using Edge.Testing;

namespace Edge.Mqtt.Tests;

public class ClientTests
{
    private const string Connack = "20 02 00 00";
    private const string ConnackResumed = "20 02 01 00";

    private readonly ScriptedStream _stream = new();
    private readonly RecordingHandler _handler = new();
    private readonly Topic _topic = new("t");
    private long _now = 1_000_000;

    [Fact]
    public void Connect_goes_first_and_carries_every_field_in_order()
    {
        MqttClient client = new(new MqttClientOptions("id")
        {
            UserName = "me",
            Password = Encoding.UTF8.GetBytes("pw"),
            Will = new Will(new Topic("w"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true),
            KeepAliveSeconds = 300,
        }, _stream, _handler);

        client.Poll(_now);

        // User name, password, will retained with QoS 1, not a clean session: EC.
        Assert.Equal(
            Hex.Of("10 1F 0004 \"MQTT\" 04 EC 012C 0002 \"id\" 0001 \"w\" 0004 \"gone\" 0002 \"me\" 0002 \"pw\""),
            _stream.Written());
    }

    [Fact]
    public void A_publish_before_the_connection_waits_and_leaves_in_order()
    {
        MqttClient client = Client();
        Assert.Equal(PublishResult.Queued, Publish(client, "1", QualityOfService.AtLeastOnce));
        Assert.Equal(PublishResult.Queued, Publish(client, "2", QualityOfService.AtMostOnce));
        client.Poll(_now);
        _stream.Written();

        _stream.Feed(Connack);
        client.Poll(_now);

        Assert.Equal("connected", _handler.Events());
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"1\"  30 04 0001 \"t\" \"2\""), _stream.Written());
        Assert.Single(_stream.WriteSizes, size => size == 14);
    }

    [Fact]
    public void Unacknowledged_publish_is_resent_with_dup_and_its_identifier_after_resume()
    {
        MqttClient client = Connected(Client());
        Publish(client, "1", QualityOfService.AtLeastOnce, token: 11);
        Publish(client, "2", QualityOfService.AtLeastOnce, token: 12);
        Publish(client, "3", QualityOfService.AtLeastOnce, token: 13);
        client.Poll(_now);
        _stream.Feed("40 02 0002");
        client.Poll(_now);
        Assert.Equal("acknowledged 12", _handler.Events());
        _stream.Written();

        Reconnect(client, ConnackResumed);

        Assert.Equal(
            Hex.Of("10 0E 0004 \"MQTT\" 04 00 003C 0002 \"id\"  3A 06 0001 \"t\" 0001 \"1\"  3A 06 0001 \"t\" 0003 \"3\""),
            _stream.Written());
        _stream.Feed("40 02 0001  40 02 0003");
        client.Poll(_now);
        Assert.Equal("ended StreamClosed; resumed; acknowledged 11; acknowledged 13", _handler.Events());
        Assert.Equal(0, client.Session.QueuedMessages);
    }

    [Fact]
    public void A_clean_session_sends_what_was_in_flight_as_new()
    {
        MqttClient client = Connected(Client(options => options.CleanSession = true));
        Publish(client, "1", QualityOfService.AtLeastOnce);
        client.Poll(_now);
        _stream.Written();

        Reconnect(client, Connack);

        Assert.EndsWith(Hex.Of("32 06 0001 \"t\" 0002 \"1\""), _stream.Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_the_window_is_in_flight()
    {
        MqttClient client = Connected(Client(options => options.InFlightMax = 2));
        for (int i = 0; i < 4; i++)
        {
            Publish(client, "x", QualityOfService.AtLeastOnce);
        }

        client.Poll(_now);
        Assert.Equal(2 * 8 * 2, _stream.Written().Length);
        _stream.Feed("40 02 0001");
        client.Poll(_now);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0003 \"x\""), _stream.Written());
    }

    [Fact]
    public void A_full_log_refuses_and_takes_again_when_there_is_room()
    {
        MqttClient client = Connected(Client(options => options.LogBytes = 64));
        Assert.Equal(PublishResult.RefusedTooLarge, Publish(client, new string('x', 60), QualityOfService.AtLeastOnce));
        Assert.Equal(PublishResult.Accepted, Publish(client, new string('x', 30), QualityOfService.AtLeastOnce));
        Assert.Equal(PublishResult.RefusedFull, Publish(client, "1", QualityOfService.AtLeastOnce));
        client.Poll(_now);
        _stream.Feed("40 02 0001");
        client.Poll(_now);

        Assert.Equal(PublishResult.Accepted, Publish(client, "1", QualityOfService.AtLeastOnce));
        Assert.Equal(2, client.Session.Counters.PublishesRefused);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_message_larger_than_the_send_buffer_leaves_whole_at_any_pace(int bytesPerCall)
    {
        MqttClient client = Connected(Client(options =>
        {
            options.SendBytes = 64;
            options.LogBytes = 2000;
        }));
        string large = new('L', 300);
        Publish(client, "a", QualityOfService.AtLeastOnce, token: 1);
        Publish(client, large, QualityOfService.AtLeastOnce, token: 2);
        Publish(client, "z", QualityOfService.AtMostOnce);
        _stream.BytesPerCall = bytesPerCall;

        string written = "";
        for (int i = 0; i < 1000; i++)
        {
            client.Poll(_now);
            written += _stream.Written();
            if (i == 20)
            {
                // The message before it is acknowledged, and leaves the log, while it is on its way.
                _stream.Feed("40 02 0001");
                Publish(client, "later", QualityOfService.AtLeastOnce, token: 3);
            }
        }

        Assert.Equal(
            Hex.Of($"32 06 0001 \"t\" 0001 \"a\"  32 B102 0001 \"t\" 0002 \"{large}\"  30 04 0001 \"t\" \"z\"  "
                + "32 0A 0001 \"t\" 0003 \"later\""),
            written);
    }

    [Fact]
    public void Acknowledgements_leave_in_the_order_of_arrival_however_they_were_answered()
    {
        _handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected(Client());
        _stream.Feed("32 06 0001 \"t\" 0005 \"a\"  32 06 0001 \"t\" 0006 \"b\"  32 06 0001 \"t\" 0007 \"c\"");
        client.Poll(_now);
        Assert.Equal("t=a q1; t=b q1; t=c q1", _handler.Events());

        client.Acknowledge(_handler.Deliveries[1]);
        client.Acknowledge(_handler.Deliveries[2]);
        client.Poll(_now);
        Assert.Equal("", _stream.Written());

        client.Acknowledge(_handler.Deliveries[0]);
        client.Poll(_now);
        Assert.Equal(Hex.Of("40 02 0005  40 02 0006  40 02 0007"), _stream.Written());
    }

    [Fact]
    public void An_answer_for_an_earlier_connection_acknowledges_nothing()
    {
        _handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected(Client());
        _stream.Feed("32 06 0001 \"t\" 0005 \"a\"");
        client.Poll(_now);
        Reconnect(client, ConnackResumed);
        _stream.Feed("32 06 0001 \"t\" 0005 \"b\"");
        client.Poll(_now);
        _stream.Written();

        client.Acknowledge(_handler.Deliveries[0]);
        client.Poll(_now);
        Assert.Equal("", _stream.Written());
        client.Acknowledge(_handler.Deliveries[1]);
        client.Poll(_now);
        Assert.Equal(Hex.Of("40 02 0005"), _stream.Written());
    }

    [Fact]
    public void No_more_is_read_than_may_be_held_until_one_is_acknowledged()
    {
        _handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected(Client(options => options.HeldMax = 2));
        _stream.Feed("32 05 0001 \"t\" 0005  32 05 0001 \"t\" 0006  32 05 0001 \"t\" 0007  30 03 0001 \"z\"");
        client.Poll(_now);
        client.Poll(_now);
        Assert.Equal("t= q1; t= q1", _handler.Events());

        client.Acknowledge(_handler.Deliveries[0]);
        client.Poll(_now);
        Assert.Equal("t= q1", _handler.Events());
        client.Acknowledge(_handler.Deliveries[1]);
        client.Poll(_now);
        Assert.Equal("z= q0", _handler.Events());
    }

    [Fact]
    public void A_clean_session_with_a_session_present_is_a_broken_rule()
    {
        MqttClient client = Client(options => options.CleanSession = true);
        client.Poll(_now);
        _stream.Feed(ConnackResumed);
        client.Poll(_now);

        Assert.Equal(Violation.ConnackFlags, client.Session.LastViolation);
    }

    [Fact]
    public void A_peer_that_takes_no_bytes_is_given_up_and_costs_no_polls_until_then()
    {
        MqttClient client = Connected(Client(options =>
        {
            options.KeepAliveSeconds = 8;
            options.AnswerTimeoutMs = 3000;
            options.SendBytes = 64;
            options.LogBytes = 2000;
        }));
        _stream.WriteRoom = 0;
        Publish(client, new string('x', 300), QualityOfService.AtLeastOnce);
        long end = _now + 10_000;
        int polls = 0;
        while (client.Session.IsConnected)
        {
            Assert.True(_now <= end, "nobody noticed");
            Assert.True(++polls < 20, "a busy loop");
            _now += client.Poll(_now);
        }

        Assert.Equal("ended Silence", _handler.Events());
    }

    [Fact]
    public void The_stream_is_polled_while_the_client_waits_to_try_again()
    {
        MqttClient client = Connected(Client(options => options.RetryFirstMs = 10_000));
        _stream.Cut();
        client.Poll(_now);
        int polls = _stream.Polls;
        client.Poll(_now);

        Assert.Equal(polls + 1, _stream.Polls);
    }

    [Fact]
    public void A_ping_is_sent_in_silence_only_and_its_answer_is_awaited()
    {
        MqttClient client = Connected(Client(options =>
        {
            options.KeepAliveSeconds = 8;
            options.AnswerTimeoutMs = 3000;
        }));
        int waitMs = client.Poll(_now);
        Assert.Equal(7000, waitMs);

        _now += 6999;
        Assert.Equal(1, client.Poll(_now));
        Assert.Equal("", _stream.Written());
        _now += 1;
        _stream.UnsentBytes = 2;
        client.Poll(_now);
        Assert.Equal("C000", _stream.Written());

        // As long as the ping has not left, no time runs.
        _now += 60_000;
        client.Poll(_now);
        Assert.True(client.Session.IsConnected);

        _stream.UnsentBytes = 0;
        Assert.Equal(3000, client.Poll(_now));

        // Any byte restarts the time: here the first half of a message.
        _now += 2999;
        _stream.Feed("30 04");
        Assert.Equal(3000, client.Poll(_now));
        _now += 3000;
        client.Poll(_now);
        Assert.Equal("ended Silence", _handler.Events());
    }

    [Fact]
    public void An_answered_ping_is_followed_by_the_next_after_the_next_silence()
    {
        MqttClient client = Connected(Client(options => options.KeepAliveSeconds = 8));
        for (int i = 0; i < 3; i++)
        {
            _now += client.Poll(_now);
            client.Poll(_now);
            Assert.Equal("C000", _stream.Written());
            _stream.Feed("D000");
            client.Poll(_now);
            Assert.True(client.Session.IsConnected);
        }
    }

    [Fact]
    public void Publishing_without_hearing_anything_is_silence_too()
    {
        MqttClient client = Connected(Client(options => options.KeepAliveSeconds = 8));
        for (int i = 0; i < 8; i++)
        {
            _now += 1000;
            Publish(client, "x", QualityOfService.AtMostOnce);
            client.Poll(_now);
        }

        Assert.Contains("C000", _stream.Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void Subscriptions_are_made_on_connection_and_again_when_the_server_lost_the_session()
    {
        MqttClient client = Client();
        client.Subscribe(new TopicFilter("a/+"), QualityOfService.AtLeastOnce);
        Connected(client);
        Assert.Equal(Hex.Of("82 08 0001 0003 \"a/+\" 01"), _stream.Written());
        _stream.Feed("90 03 0001 01");
        client.Poll(_now);
        Assert.Equal("a/+ q1", _handler.Events());

        Reconnect(client, ConnackResumed);
        Assert.Equal(Hex.Of("10 0E 0004 \"MQTT\" 04 00 003C 0002 \"id\""), _stream.Written());

        Reconnect(client, Connack);
        Assert.EndsWith(Hex.Of("82 08 0002 0003 \"a/+\" 01"), _stream.Written(), StringComparison.Ordinal);
        _stream.Feed("90 03 0002 80");
        client.Poll(_now);
        Assert.EndsWith("a/+ refused", _handler.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unsubscribing_frees_the_place()
    {
        MqttClient client = Connected(Client(options => options.SubscriptionsMax = 1));
        Assert.True(client.Subscribe(new TopicFilter("a"), QualityOfService.AtMostOnce));
        Assert.False(client.Subscribe(new TopicFilter("b"), QualityOfService.AtMostOnce));
        client.Poll(_now);
        _stream.Feed("90 03 0001 00");
        client.Poll(_now);
        _stream.Written();

        Assert.True(client.Unsubscribe(new TopicFilter("a")));
        client.Poll(_now);
        Assert.Equal(Hex.Of("A2 05 0002 0001 \"a\""), _stream.Written());
        _stream.Feed("B0 02 0002");
        client.Poll(_now);
        Assert.True(client.Subscribe(new TopicFilter("b"), QualityOfService.AtMostOnce));
    }

    [Theory]
    [InlineData(3, "ServerUnavailable", 100)]
    [InlineData(4, "BadUserNameOrPassword", 10_000)]
    [InlineData(5, "NotAuthorized", 10_000)]
    public void A_refusal_is_told_and_retried_soon_only_where_that_can_help(int code, string name, int ceilingMs)
    {
        List<int> waitsMs = [];
        for (uint seed = 1; seed < 200; seed++)
        {
            MqttClient client = Client(options =>
            {
                options.RetryFirstMs = 100;
                options.RetryMaxMs = 10_000;
                options.Seed = seed * 2654435761u;
            });
            client.Poll(_now);
            _stream.Feed($"20 02 00 0{code}");
            waitsMs.Add(client.Poll(_now));
            Assert.Equal(name, client.ReturnCode.ToString());
        }

        Assert.InRange(waitsMs.Max(), ceilingMs / 2, ceilingMs);
        Assert.StartsWith("ended Refused", _handler.Events(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30 04 0001 \"t\" 31", Violation.FirstPacket)]
    [InlineData("20 03 00 00 00", Violation.PacketLength)]
    [InlineData("20 02 02 00", Violation.ConnackFlags)]
    [InlineData("20 02 00 06", Violation.ConnackFlags)]
    [InlineData("20 02 01 05", Violation.ConnackFlags)]
    [InlineData("21 02 00 00", Violation.FixedHeaderFlags)]
    [InlineData(Connack + Connack, Violation.RepeatedHandshake)]
    [InlineData(Connack + "00 00", Violation.ReservedPacketType)]
    [InlineData(Connack + "F0 00", Violation.ReservedPacketType)]
    [InlineData(Connack + "30 FFFFFFFF", Violation.RemainingLength)]
    [InlineData(Connack + "36 06 0001 \"t\" 0001 31", Violation.QualityOfService)]
    [InlineData(Connack + "38 04 0001 \"t\" 31", Violation.DuplicateAtMostOnce)]
    [InlineData(Connack + "32 05 0001 \"t\" 0000", Violation.ZeroIdentifier)]
    [InlineData(Connack + "32 04 0001 \"t\" 00", Violation.PacketLength)]
    [InlineData(Connack + "30 02 0000", Violation.TopicName)]
    [InlineData(Connack + "30 03 0001 \"#\"", Violation.TopicName)]
    [InlineData(Connack + "30 03 0001 00", Violation.TopicName)]
    [InlineData(Connack + "30 03 0001 FF", Violation.TopicName)]
    [InlineData(Connack + "30 03 0009 \"t\"", Violation.PacketLength)]
    [InlineData(Connack + "30 01 00", Violation.PacketLength)]
    [InlineData(Connack + "40 03 000100", Violation.PacketLength)]
    [InlineData(Connack + "90 03 0001 03", Violation.SubackCode)]
    [InlineData(Connack + "D0 01 00", Violation.PacketLength)]
    [InlineData(Connack + "C0 00", Violation.WrongDirection)]
    [InlineData(Connack + "E0 00", Violation.WrongDirection)]
    [InlineData(Connack + "82 06 0001 0001 \"a\" 00", Violation.WrongDirection)]
    public void A_broken_rule_is_named_and_ends_the_connection(string hex, Violation violation)
    {
        MqttClient client = Client();
        client.Poll(_now);
        _stream.Feed(hex);
        client.Poll(_now);

        Assert.Equal(violation, client.Session.LastViolation);
        Assert.Equal(DisconnectReason.ProtocolViolation, client.Session.Ending);
        Assert.Equal(StreamState.Closed, _stream.State);
    }

    [Fact]
    public void Acknowledgements_of_nothing_are_counted_and_tolerated()
    {
        MqttClient client = Connected(Client());
        _stream.Feed("40 02 0009  50 02 0009  62 02 0009  70 02 0009  90 03 0009 00  B0 02 0009");
        client.Poll(_now);

        Assert.True(client.Session.IsConnected);
        Assert.Equal(5, client.Session.Counters.UnexpectedAcknowledgements);
        // A PUBREL has to be answered even then, or its sender waits for ever.
        Assert.Equal("70020009", _stream.Written());
    }

    [Fact]
    public void A_packet_larger_than_the_buffer_that_is_no_message_ends_the_connection_instead_of_wedging_it()
    {
        MqttClient client = Connected(Client(options => options.ReceiveBytes = 64));
        _stream.Feed("90 7F 0001 00");
        client.Poll(_now);

        Assert.Equal("ended PacketTooLarge", _handler.Events());
    }

    [Fact]
    public void A_message_larger_than_the_buffer_that_nobody_takes_in_parts_is_acknowledged_and_skipped()
    {
        MqttClient client = Connected(Client(options => options.ReceiveBytes = 64));
        _stream.Feed("32 7F 0001 \"t\" 0007" + string.Concat(Enumerable.Repeat("AA", 122)) + "30 04 0001 \"t\" \"n\"");
        client.Poll(_now);

        Assert.Equal("40020007", _stream.Written());
        Assert.Equal("t=n q0", _handler.Events());
        Assert.Equal(1, client.Session.Counters.PublishesSkipped);
    }

    [Fact]
    public void An_exception_in_a_handler_ends_the_connection_and_is_counted()
    {
        MqttClient client = Connected(Client());
        _handler.OnPublish = () => throw new InvalidOperationException("handler");
        _stream.Feed("32 06 0001 \"t\" 0005 \"a\"");
        client.Poll(_now);

        Assert.Equal("t=a q1; ended HandlerFailed", _handler.Events());
        Assert.Equal(1, client.Session.Counters.HandlerFailures);
        Assert.Equal("", _stream.Written());
    }

    [Fact]
    public void Publishing_and_subscribing_inside_a_handler_is_allowed()
    {
        MqttClient client = Connected(Client());
        _handler.OnPublish = () =>
        {
            Publish(client, "r", QualityOfService.AtMostOnce);
            client.Subscribe(new TopicFilter("n"), QualityOfService.AtMostOnce);
        };
        _stream.Feed("32 06 0001 \"t\" 0005 \"a\"");
        client.Poll(_now);

        Assert.Equal(Hex.Of("30 04 0001 \"t\" \"r\"  82 06 0001 0001 \"n\" 00  40 02 0005"), _stream.Written());
    }

    [Fact]
    public void Disconnect_leaves_after_what_was_published_and_the_client_stays_closed()
    {
        MqttClient client = Connected(Client());
        Publish(client, "1", QualityOfService.AtLeastOnce);
        client.Disconnect();
        client.Poll(_now);

        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"1\"  E0 00"), _stream.Written());
        Assert.True(client.IsStopped);
        Assert.Equal("ended Requested", _handler.Events());
        Assert.Equal(Deadline.Idle, client.Poll(_now + 1_000_000));
        Assert.Equal(1, _stream.Opens);
    }

    [Fact]
    public void Disconnect_without_a_connection_stops_at_the_next_poll()
    {
        MqttClient client = Client();
        client.Poll(_now);
        client.Disconnect();
        Assert.Equal(Deadline.Idle, client.Poll(_now));

        Assert.True(client.IsStopped);
        Assert.Equal(StreamState.Closed, _stream.State);
    }

    [Fact]
    public void A_connection_that_is_cut_during_disconnect_is_not_made_again()
    {
        MqttClient client = Connected(Client());
        _stream.WriteRoom = 0;
        client.Disconnect();
        client.Poll(_now);
        Assert.False(client.IsStopped);

        _stream.Cut();
        client.Poll(_now);
        Assert.True(client.IsStopped);
        Assert.Equal(1, _stream.Opens);
    }

    [Fact]
    public void An_unreachable_server_is_tried_again_with_growing_delays()
    {
        _stream.IsReachable = false;
        MqttClient client = Client(options => options.RetryMaxMs = 8000);
        int longestMs = 0;
        for (int i = 0; i < 50; i++)
        {
            int waitMs = client.Poll(_now);
            Assert.InRange(waitMs, 1, 8000);
            longestMs = Math.Max(longestMs, waitMs);
            _now += waitMs;
        }

        Assert.Equal(50, _stream.Opens);
        Assert.InRange(longestMs, 4000, 8000);
    }

    [Fact]
    public void A_missing_connack_ends_the_attempt()
    {
        MqttClient client = Client(options => options.AnswerTimeoutMs = 500);
        Assert.Equal(500, client.Poll(_now));
        _now += 500;
        client.Poll(_now);

        Assert.Equal("ended HandshakeTimeout", _handler.Events());
    }

    [Fact]
    public void Identifiers_wrap_without_zero_and_skip_what_is_in_flight()
    {
        MqttClient client = Connected(Client(options => options.InFlightMax = 2));
        Publish(client, "held", QualityOfService.AtLeastOnce);
        client.Poll(_now);
        Assert.Equal(Hex.Of("32 09 0001 \"t\" 0001 \"held\""), _stream.Written());
        for (int identifier = 2; identifier <= 65535; identifier++)
        {
            Publish(client, "x", QualityOfService.AtLeastOnce);
            client.Poll(_now);
            _stream.Feed($"40 02 {identifier:X4}");
            client.Poll(_now);
        }

        _stream.Written();
        Publish(client, "x", QualityOfService.AtLeastOnce);
        client.Poll(_now);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0002 \"x\""), _stream.Written());
    }

    [Fact]
    public void Nothing_is_allocated_while_messages_go_both_ways()
    {
        byte[] payload = new byte[32];
        LoopingStream stream = new(Hex.Bytes("32 26 0001 \"t\" 0005" + new string('0', 66)));
        MqttClient client = new(new MqttClientOptions("id") { KeepAliveSeconds = 8 }, stream, new SilentHandler());
        client.Poll(_now);
        Step(1000);

        Assert.Equal(0, Allocation.Least(() => Step(100_000)));
        Assert.True(client.Session.Counters.PublishesAcknowledged > 100_000, "too few messages were acknowledged");
        Assert.True(client.Session.Counters.PublishesReceived > 100_000, "too few messages were received");
        Assert.Equal(1, client.Session.Counters.Connections);

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                client.Publish(_topic, payload, 0, payload.Length, QualityOfService.AtLeastOnce, false);
                client.Publish(_topic, payload, 0, payload.Length, QualityOfService.AtMostOnce, false);
                _now += 10;
                client.Poll(_now);
            }
        }
    }

    private MqttClient Client(Action<MqttClientOptions>? change = null)
    {
        MqttClientOptions options = new("id");
        change?.Invoke(options);
        return new MqttClient(options, _stream, _handler);
    }

    private MqttClient Connected(MqttClient client)
    {
        client.Poll(_now);
        _stream.Written();
        _stream.Feed(Connack);
        client.Poll(_now);
        Assert.Equal("connected", _handler.Events());
        return client;
    }

    private void Reconnect(MqttClient client, string connack)
    {
        _stream.Cut();
        int waitMs = client.Poll(_now);
        _now += waitMs;
        client.Poll(_now);
        _stream.Feed(connack);
        client.Poll(_now);
    }

    private PublishResult Publish(MqttClient client, string payload, QualityOfService qualityOfService, int token = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return client.Publish(_topic, bytes, 0, bytes.Length, qualityOfService, false, token);
    }
}
