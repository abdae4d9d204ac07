using Edge.Bridge.Configuration;
using Edge.Bridge.Gateway;
using Edge.Bridge.Guard;

namespace Edge.Bridge.Tests.Gateway;

// Every message is written by hand from the standard; "dev1" is 64 65 76 31.
public sealed class MqttSnConnectionTests : IDisposable
{
    private const string Connect = "0A 04 00 01 00 3C 64 65 76 31";
    private const string ConnectClean = "0A 04 04 01 00 3C 64 65 76 31";
    private const string ConnectWithWill = "0A 04 08 01 00 3C 64 65 76 31";
    private const string Connack = "03 05 00";
    private const string Disconnect = "02 18";
    private const string Wake = "06 16 64 65 76 31";

    private readonly GatewayWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Connect_is_answered_when_the_session_is_on_disk_and_not_before()
    {
        GatewayClient client = _world.Client(1);
        _world.Bridge.IsWriting = false;
        Assert.Empty(client.Say(Connect));
        _world.Bridge.IsWriting = true;
        Assert.Equal([Connack], client.Hear());
    }

    [Fact]
    public void A_repeated_connect_is_answered_again_and_the_session_goes_on()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 23");
        Assert.Equal([Connack], client.Say(Connect));
        _world.Broker.Publish("site/a/b", "hi");
        Assert.Equal(["09 0A 00 01 00 01 61 2F 62"], client.Hear());
    }

    [Fact]
    public void A_clean_connect_forgets_the_subscriptions()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 23");
        Assert.Equal([Connack], client.Say(ConnectClean));
        _world.Broker.Publish("site/a/b", "hi");
        Assert.Empty(client.Hear());
    }

    [Fact]
    public void The_will_is_asked_for_and_published_when_the_client_falls_silent()
    {
        GatewayClient client = _world.Client(1);
        Assert.Equal(["02 06"], client.Say(ConnectWithWill));
        Assert.Equal(["02 08"], client.Say("06 07 30 77 2F 74"));
        Assert.Equal([Connack], client.Say("05 09 62 79 65"));
        // Half more than the minute it has said.
        client.Hear(89_000);
        Assert.Empty(_world.Taken);
        client.Hear(1_500);
        Assert.Equal(["site/w/t=bye"], _world.Taken);
        Assert.Equal(0, _world.Gateway.Count);
    }

    [Fact]
    public void An_empty_will_topic_ends_the_asking()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectWithWill);
        Assert.Equal([Connack], client.Say("02 07"));
        client.Hear(100_000);
        Assert.Empty(_world.Taken);
    }

    [Fact]
    public void A_repeated_connect_begins_the_asking_again()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectWithWill);
        client.Say("06 07 30 77 2F 74");
        Assert.Equal(["02 06"], client.Say(ConnectWithWill));
    }

    [Fact]
    public void A_will_can_be_changed_while_the_client_is_connected()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectWithWill);
        client.Say("06 07 30 77 2F 74");
        client.Say("05 09 62 79 65");
        Assert.Equal(["03 1B 00"], client.Say("06 1A 30 77 2F 75"));
        Assert.Equal(["03 1D 00"], client.Say("05 1C 6E 6F 77"));
        client.Hear(91_000);
        Assert.Equal(["site/w/u=now"], _world.Taken);
    }

    [Fact]
    public void An_empty_will_topic_update_deletes_the_will()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectWithWill);
        client.Say("06 07 30 77 2F 74");
        client.Say("05 09 62 79 65");
        Assert.Equal(["03 1B 00"], client.Say("02 1A"));
        client.Hear(91_000);
        Assert.Empty(_world.Taken);
    }

    [Fact]
    public void A_will_message_without_a_topic_is_not_supported()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        Assert.Equal(["03 1D 03"], client.Say("05 1C 6E 6F 77"));
    }

    [Fact]
    public void The_stored_will_holds_for_a_connection_that_brings_none()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectWithWill);
        client.Say("06 07 30 77 2F 74");
        client.Say("05 09 62 79 65");
        Assert.Equal([Disconnect], client.Say(Disconnect));
        client.Hear(1_000);
        Assert.Empty(_world.Taken);
        client.Say(Connect);
        client.Hear(91_000);
        Assert.Equal(["site/w/t=bye"], _world.Taken);
    }

    [Fact]
    public void Register_gives_a_number_and_the_same_one_again()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        Assert.Equal(["07 0B 00 01 00 01 00"], client.Say("09 0A 00 00 00 01 61 2F 62"));
        Assert.Equal(["07 0B 00 01 00 02 00"], client.Say("09 0A 00 00 00 02 61 2F 62"));
        Assert.Equal(["07 0B 00 02 00 03 00"], client.Say("09 0A 00 00 00 03 61 2F 63"));
    }

    [Fact]
    public void A_publish_of_qos_1_is_acknowledged_when_it_is_on_disk_and_not_before()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("09 0A 00 00 00 01 61 2F 62");
        _world.Bridge.IsWriting = false;
        Assert.Empty(client.Say("09 0C 20 00 01 00 02 68 69"));
        // Repeated meanwhile, it is not another message.
        Assert.Empty(client.Say("09 0C A0 00 01 00 02 68 69"));
        _world.Bridge.IsWriting = true;
        Assert.Equal(["07 0D 00 01 00 02 00"], client.Hear());
        Assert.Equal(["site/a/b=hi"], _world.Taken);
    }

    [Fact]
    public void A_publish_of_qos_2_arrives_once_however_often_it_is_repeated()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("09 0A 00 00 00 01 61 2F 62");
        Assert.Equal(["04 0F 00 03"], client.Say("09 0C 40 00 01 00 03 68 69"));
        Assert.Equal(["04 0F 00 03"], client.Say("09 0C C0 00 01 00 03 68 69"));
        Assert.Equal(["04 0E 00 03"], client.Say("04 10 00 03"));
        Assert.Equal(["04 0E 00 03"], client.Say("04 10 00 03"));
        Assert.Equal(["site/a/b=hi"], _world.Taken);
        // Released, the identifier is free for another message.
        client.Say("09 0C 40 00 01 00 03 68 6F");
        Assert.Equal(["site/a/b=hi", "site/a/b=ho"], _world.Taken);
    }

    [Fact]
    public void Qos_2_is_once_across_a_restart_of_the_bridge()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("09 0A 00 00 00 01 61 2F 62");
        client.Say("09 0C 40 00 01 00 03 68 69");
        _world.Restart();
        Assert.Equal([Disconnect], client.Say("09 0C C0 00 01 00 03 68 69"));
        client.Say(Connect);
        Assert.Equal(["04 0F 00 03"], client.Say("09 0C C0 00 01 00 03 68 69", 1000));
        Assert.Equal(["site/a/b=hi"], _world.Taken);
    }

    [Fact]
    public void A_number_means_the_same_topic_across_a_restart_of_the_bridge()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("09 0A 00 00 00 01 61 2F 62");
        client.Say("09 0A 00 00 00 02 61 2F 63");
        _world.Restart();
        client.Say(Connect);
        Assert.Equal(["07 0B 00 02 00 01 00"], client.Say("09 0A 00 00 00 01 61 2F 63"));
        Assert.Equal(["07 0B 00 03 00 02 00"], client.Say("09 0A 00 00 00 02 61 2F 64"));
    }

    [Theory]
    [InlineData("09 0C 00 00 09 00 00 68 69", "07 0D 00 09 00 00 02")]
    [InlineData("09 0C 20 00 09 00 07 68 69", "07 0D 00 09 00 07 02")]
    [InlineData("09 0C 21 00 09 00 07 68 69", "07 0D 00 09 00 07 02")]
    public void A_number_that_means_nothing_is_answered_so(string publish, string answer)
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        Assert.Equal([answer], client.Say(publish));
        Assert.Empty(_world.Taken);
    }

    [Fact]
    public void A_short_name_is_the_topic_itself()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        Assert.Empty(client.Say("09 0C 02 74 31 00 00 68 69"));
        Assert.Equal(["site/t1=hi"], _world.Taken);
    }

    [Fact]
    public void Subscribing_to_a_topic_gives_its_number_and_to_a_wildcard_none()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        Assert.Equal(["08 13 20 00 01 00 04 00"], client.Say("08 12 20 00 04 61 2F 62"));
        Assert.Equal(["08 13 40 00 00 00 05 00"], client.Say("08 12 40 00 05 61 2F 2B"));
        _world.Broker.Publish("site/a/b", "hi");
        Assert.Equal(["09 0C 20 00 01 00 01 68 69"], client.Hear());
        Assert.Empty(client.Say("07 0D 00 01 00 01 00"));
        Assert.Equal(0, _world.Bridge.Journal.UsedBytes);
    }

    [Fact]
    public void A_message_of_a_topic_that_the_client_does_not_know_is_registered_first()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 23");
        _world.Broker.Publish("site/a/b", "hi");
        Assert.Equal(["09 0A 00 01 00 01 61 2F 62"], client.Hear());
        Assert.Equal(["09 0C 20 00 01 00 01 68 69"], client.Say("07 0B 00 01 00 01 00"));
        client.Say("07 0D 00 01 00 01 00");
        _world.Broker.Publish("site/a/b", "ho");
        Assert.Equal(["09 0C 20 00 01 00 02 68 6F"], client.Hear());
    }

    [Fact]
    public void A_client_that_has_forgotten_a_number_is_told_it_again()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        _world.Broker.Publish("site/a/b", "hi");
        client.Hear();
        Assert.Equal(["09 0A 00 01 00 01 61 2F 62"], client.Say("07 0D 00 01 00 01 02"));
        Assert.Equal(["09 0C A0 00 01 00 01 68 69"], client.Say("07 0B 00 01 00 01 00"));
    }

    [Fact]
    public void A_topic_that_the_client_does_not_want_is_not_in_the_way_of_others()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 23");
        _world.Broker.Publish("site/a/b", "hi");
        _world.Broker.Publish("site/a/c", "ho");
        client.Hear();
        Assert.Equal(["09 0A 00 02 00 02 61 2F 63"], client.Say("07 0B 00 01 00 01 03"));
        Assert.Equal(1, _world.Gateway.Counters.Undeliverable);
    }

    [Fact]
    public void One_message_is_under_way_at_a_time_and_it_is_repeated_until_the_client_is_lost()
    {
        GatewayClient client = _world.Client(1);
        client.Say("0A 04 00 01 02 58 64 65 76 31");
        client.Say("08 12 20 00 04 61 2F 62");
        _world.Broker.Publish("site/a/b", "hi");
        _world.Broker.Publish("site/a/b", "ho");
        Assert.Equal(["09 0C 20 00 01 00 01 68 69"], client.Hear());
        Assert.Equal(["09 0C A0 00 01 00 01 68 69"], client.Hear(10_000));
        Assert.Equal(3, client.Hear(39_000).Length);
        client.Hear(2_000);
        Assert.Equal(0, _world.Gateway.Count);
        Assert.Equal(4, _world.Gateway.Counters.Resent);

        // Both wait for it.
        Assert.Equal([Connack, "09 0A 00 01 00 01 61 2F 62"], client.Say("0A 04 00 01 02 58 64 65 76 31"));
    }

    [Fact]
    public void On_a_reliable_link_nothing_is_repeated_and_what_had_no_room_follows()
    {
        GatewayClient client = _world.Client(1, isReliable: true);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        client.Room = 0;
        _world.Broker.Publish("site/a/b", "hi");
        Assert.Empty(client.Hear());
        client.Room = 10;
        Assert.Equal(["09 0C 20 00 01 00 01 68 69"], client.Hear(100));
        Assert.Empty(client.Hear(80_000));
    }

    [Fact]
    public void Of_qos_0_nothing_is_acknowledged_and_the_next_follows()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 00 00 04 61 2F 62");
        _world.Broker.Publish("site/a/b", "hi");
        _world.Broker.Publish("site/a/b", "ho");
        Assert.Equal(["09 0C 00 00 01 00 00 68 69", "09 0C 00 00 01 00 00 68 6F"], client.Hear());
    }

    [Fact]
    public void An_unsubscribed_filter_brings_nothing_more()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        Assert.Equal(["04 15 00 06"], client.Say("08 14 00 00 06 61 2F 62"));
        _world.Broker.Publish("site/a/b", "hi");
        Assert.Empty(client.Hear());
    }

    [Fact]
    public void A_ping_is_answered_and_keeps_the_client()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Hear(80_000);
        Assert.Equal(["02 17"], client.Say("02 16"));
        client.Hear(80_000);
        Assert.Equal(1, _world.Gateway.Count);
    }

    [Fact]
    public void Messages_for_a_sleeper_wait_and_come_in_their_order_before_the_pingresp()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 23");
        Assert.Equal([Disconnect], client.Say("04 18 02 58"));
        _world.Broker.Publish("site/a/b", "hi");
        _world.Broker.Publish("site/a/b", "ho");
        Assert.Empty(client.Hear(300_000));

        Assert.Equal(["09 0A 00 01 00 01 61 2F 62"], client.Say(Wake));
        Assert.Equal(["09 0C 20 00 01 00 01 68 69"], client.Say("07 0B 00 01 00 01 00"));
        Assert.Equal(["09 0C 20 00 01 00 02 68 6F"], client.Say("07 0D 00 01 00 01 00"));
        Assert.Equal(["02 17"], client.Say("07 0D 00 01 00 02 00"));
        // Asleep again, for as long again.
        _world.Broker.Publish("site/a/b", "no");
        Assert.Empty(client.Hear(600_000));
        Assert.Equal(1, _world.Gateway.Count);
    }

    [Fact]
    public void A_sleeper_that_does_not_acknowledge_gets_the_message_again_when_it_wakes_again()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        client.Say("04 18 02 58");
        _world.Broker.Publish("site/a/b", "hi");
        client.Hear();
        Assert.Equal(["09 0C 20 00 01 00 01 68 69"], client.Say(Wake));
        client.Hear(60_000);
        Assert.Equal(["09 0C A0 00 01 00 01 68 69"], client.Say(Wake));
        Assert.Equal(["02 17"], client.Say("07 0D 00 01 00 01 00"));
    }

    [Fact]
    public void A_sleeper_for_whom_nothing_waits_may_sleep_on_at_once()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("04 18 02 58");
        Assert.Equal(["02 17"], client.Say(Wake));
    }

    [Fact]
    public void A_sleeper_that_does_not_wake_is_lost()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectWithWill);
        client.Say("06 07 30 77 2F 74");
        client.Say("05 09 62 79 65");
        client.Say("04 18 00 64");
        client.Hear(109_000);
        Assert.Empty(_world.Taken);
        client.Hear(1_500);
        Assert.Equal(["site/w/t=bye"], _world.Taken);
    }

    [Fact]
    public void A_sleeper_may_publish_and_may_come_back_with_a_connect()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        client.Say("04 18 02 58");
        Assert.Equal(["07 0D 00 01 00 07 00"], client.Say("09 0C 20 00 01 00 07 68 69"));
        _world.Broker.Publish("site/a/b", "ho");
        Assert.Equal([Connack, "09 0A 00 01 00 01 61 2F 62"], client.Say(Connect));
    }

    [Theory]
    [InlineData("02 16")]
    [InlineData(Wake)]
    [InlineData("09 0C 20 00 01 00 02 68 69")]
    [InlineData("09 0A 00 00 00 01 61 2F 62")]
    [InlineData("04 18 02 58")]
    public void Who_is_not_connected_is_told_so(string message) =>
        Assert.Equal([Disconnect], _world.Client(1).Say(message));

    [Fact]
    public void A_client_that_comes_from_another_address_has_to_connect_there()
    {
        GatewayClient old = _world.Client(1);
        old.Say(ConnectWithWill);
        old.Say("06 07 30 77 2F 74");
        old.Say("05 09 62 79 65");
        old.Say("04 18 02 58");
        GatewayClient moved = _world.Client(2);
        Assert.Equal([Disconnect], moved.Say(Wake));
        Assert.Equal([Connack], moved.Say(Connect));
        Assert.Equal([Disconnect], old.Hear());
        Assert.Equal(1, _world.Gateway.Count);
        // It is the same client: its will is not published.
        Assert.Empty(_world.Taken);
    }

    [Fact]
    public void A_session_that_began_on_another_link_is_not_to_be_had()
    {
        _world.Bridge.Custody.Sessions.Create("dev1", isClean: false, "lan");
        Assert.Equal(["03 05 01"], _world.Client(1).Say(Connect));
        Assert.Equal([Connack], _world.Client(2).Say("0A 04 00 01 00 3C 64 65 76 32"));
    }

    [Fact]
    public void A_client_with_a_clean_session_has_it_still_when_it_wakes_with_a_connect()
    {
        GatewayClient client = _world.Client(1);
        client.Say(ConnectClean);
        client.Say("08 12 20 00 04 61 2F 62");
        client.Say("04 18 02 58");
        _world.Broker.Publish("site/a/b", "hi");
        client.Hear();
        Assert.Equal([Connack, "09 0A 00 01 00 01 61 2F 62"], client.Say(Connect));
        // It ends with the connection all the same.
        client.Say(Disconnect);
        Assert.Empty(_world.Bridge.Custody.Sessions.All);
    }

    [Fact]
    public void A_plain_ping_of_a_sleeper_says_that_it_is_awake()
    {
        GatewayClient client = _world.Client(1);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        client.Say("04 18 02 58");
        _world.Broker.Publish("site/a/b", "hi");
        client.Hear();
        Assert.Equal(["02 17", "09 0C 20 00 01 00 01 68 69"], client.Say("02 16"));
    }

    [Fact]
    public void A_gateway_is_found()
    {
        Assert.Equal(["03 02 01"], _world.Client(1).Say("03 01 00"));
        Assert.Equal(0, _world.Gateway.Count);
    }

    [Fact]
    public void Strangers_get_a_hundred_answers_a_second_together()
    {
        GatewayClient client = _world.Client(1);
        int answers = 0;
        for (int i = 0; i < 500; i++)
        {
            answers += client.Say("02 16", 0).Length;
        }

        Assert.Equal(100, answers);
        Assert.Equal([Disconnect], client.Say("02 16", 1000).Concat(client.Say("02 16")));
    }

    [Fact]
    public void A_message_without_a_connection_goes_to_the_broker_and_is_not_answered()
    {
        GatewayClient client = _world.Client(1);
        Assert.Empty(client.Say("09 0C 62 74 31 00 00 68 69"));
        Assert.Equal(["site/t1=hi"], _world.Taken);
        Assert.Equal(0, _world.Gateway.Count);
    }

    [Fact]
    public void Without_permission_a_message_without_a_connection_is_counted_and_not_taken()
    {
        using GatewayWorld world = new(options: new GatewayOptions());
        world.Client(1).Say("09 0C 62 74 31 00 00 68 69");
        Assert.Empty(world.Taken);
        Assert.Equal(1, world.Gateway.Counters.WithoutConnection);
    }

    [Fact]
    public void Clients_behind_a_forwarder_are_told_from_each_other_by_their_node_ids()
    {
        GatewayClient forwarder = _world.Client(1);
        Assert.Equal(["05 FE 00 AB CD 03 05 00"], forwarder.Say("05 FE 00 AB CD " + Connect));
        Assert.Equal(["05 FE 00 AB CE 02 18"], forwarder.Say("05 FE 00 AB CE 02 16"));
        Assert.Equal(["05 FE 00 AB CD 02 17"], forwarder.Say("05 FE 00 AB CD 02 16"));
        Assert.Equal([Disconnect], forwarder.Say("02 16"));
    }

    [Fact]
    public void A_broken_message_is_counted_and_not_answered()
    {
        GatewayClient client = _world.Client(1);
        Assert.Empty(client.Say("09 04 04 01 00 3C 64 65 76 31"));
        Assert.Empty(client.Say("02 03"));
        Assert.Equal(2, _world.Gateway.Counters.Violations);
    }

    [Fact]
    public void Who_may_not_is_refused()
    {
        ClientIdPattern.Parse("node-*", out ClientIdPattern? nodes);
        using GatewayWorld world = new(new LineOptions { AllowedClients = [nodes!], Publish = [new TopicFilter("ok/#")] });
        Assert.Equal(["03 05 03"], world.Client(1).Say(Connect));
        Assert.Equal(0, world.Gateway.Count);

        GatewayClient client = world.Client(2);
        client.Say("0C 04 04 01 00 3C 6E 6F 64 65 2D 31");
        client.Say("09 0A 00 00 00 01 61 2F 62");
        Assert.Equal(["07 0D 00 01 00 02 03"], client.Say("09 0C 20 00 01 00 02 68 69"));
        Assert.Empty(world.Taken);
        Assert.Equal(1, world.Gateway.Count);
    }

    [Fact]
    public void As_many_topics_as_the_gateway_allows_and_congestion_beyond()
    {
        using GatewayWorld world = new(options: new GatewayOptions { TopicsMax = 2 });
        GatewayClient client = world.Client(1);
        client.Say(Connect);
        client.Say("08 0A 00 00 00 01 61 61");
        client.Say("08 0A 00 00 00 02 61 62");
        Assert.Equal(["07 0B 00 00 00 03 01"], client.Say("08 0A 00 00 00 03 61 63"));
        Assert.Equal(["08 13 20 00 00 00 04 01"], client.Say("07 12 20 00 04 61 64"));
        Assert.Equal(["07 0B 00 02 00 05 00"], client.Say("08 0A 00 00 00 05 61 62"));
    }

    [Fact]
    public void As_many_clients_as_the_gateway_allows_and_congestion_beyond()
    {
        using GatewayWorld world = new(options: new GatewayOptions { ClientsMax = 1 });
        world.Client(1).Say(Connect);
        Assert.Equal(["03 05 01"], world.Client(2).Say("0A 04 04 01 00 3C 64 65 76 32"));
    }

    [Fact]
    public void A_full_journal_is_congestion_and_nothing_is_lost_when_it_has_room_again()
    {
        using GatewayWorld world = new(journal: new JournalOptions { MaxBytes = 65_536 });
        GatewayClient client = world.Client(1);
        client.Say(Connect);
        client.Say("09 0A 00 00 00 01 61 2F 62");
        world.CutBroker();
        List<string> answers = [];
        for (int i = 1; i < 2_000 && !answers.Exists(IsCongestion); i++)
        {
            answers.AddRange(client.Say($"09 0C 20 00 01 {i:X4} 68 69", 3));
        }

        Assert.True(answers.Exists(IsCongestion));
        world.CutBroker(isReachable: true);
        answers.AddRange(client.Hear(20_000));
        Assert.Equal(world.Taken.Count(), answers.Count(answer => !IsCongestion(answer)));
        Assert.False(IsCongestion(client.Say("09 0C A0 00 01 0F FF 68 69").Single()));
    }

    private static bool IsCongestion(string answer) => answer.EndsWith("01", StringComparison.Ordinal);

    [Fact]
    public void Predefined_numbers_work_both_ways()
    {
        using GatewayWorld world = new(
            options: new GatewayOptions { Predefined = new PredefinedTopics([(7, new Topic("a/b"))]) });
        GatewayClient client = world.Client(1);
        client.Say(Connect);
        Assert.Equal(["07 0D 00 07 00 02 00"], client.Say("09 0C 21 00 07 00 02 68 69"));
        Assert.Equal(["site/a/b=hi"], world.Taken);
        Assert.Equal(["08 13 20 00 07 00 05 00"], client.Say("07 12 21 00 05 00 07"));
        world.Broker.Publish("site/a/b", "ho");
        Assert.Equal(["09 0C 21 00 07 00 01 68 6F"], client.Hear());
        Assert.Equal(["04 15 00 06"], client.Say("07 14 01 00 06 00 07"));
    }

    [Fact]
    public void A_message_that_is_too_long_for_the_link_is_not_in_the_way_of_others()
    {
        GatewayClient client = _world.Client(1, messageBytesMax: 20);
        client.Say(Connect);
        client.Say("08 12 20 00 04 61 2F 62");
        _world.Broker.Publish("site/a/b", "a text of twenty and more");
        _world.Broker.Publish("site/a/b", "ho");
        Assert.Equal(["09 0C 20 00 01 00 02 68 6F"], client.Hear());
        Assert.Equal(1, _world.Gateway.Counters.Undeliverable);
    }
}
