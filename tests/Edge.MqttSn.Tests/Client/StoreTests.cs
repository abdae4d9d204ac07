namespace Edge.MqttSn.Tests.Client;

public class StoreTests : ClientTest
{
    private readonly MemoryStore _store = new();

    [Fact]
    public void A_stored_message_survives_a_reboot_and_goes_with_DUP()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Assert.Equal(PublishResult.Stored, Publish(client, "t1", "1", 1, 77));
        Assert.Equal("08 0C 22 74 31 00 01 31", Polled(client));
        client = Rebooted();
        Assert.Equal(1, client.Session.QueuedMessages);
        Assert.Equal("08 0C A2 74 31 00 01 31", Answer(client, Connack));
        Answer(client, "07 0D 74 31 00 01 00");
        Assert.Equal("connected, acknowledged 77", Handler.Events());
        Assert.Equal("", _store.Keys);
    }

    [Fact]
    public void A_released_message_survives_a_reboot_as_its_release_alone()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Publish(client, "t1", "1", 2, 77);
        Polled(client);
        Assert.Equal("04 10 00 01", Answer(client, "04 0F 00 01"));
        client = Rebooted();
        Assert.Equal("04 10 00 01", Answer(client, Connack));
        Answer(client, "04 0E 00 01");
        Assert.Equal("connected, acknowledged 77", Handler.Events());
    }

    [Fact]
    public void A_received_message_of_QoS_2_is_not_delivered_again_after_a_reboot()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Assert.Equal("04 0F 00 02", Answer(client, "08 0C 42 74 31 00 02 31"));
        Assert.Equal("3.2", _store.Keys);
        client = Rebooted();
        Assert.Equal("04 0F 00 02", Answer(client, Connack, "08 0C C2 74 31 00 02 31"));
        Assert.Equal("04 0E 00 02", Answer(client, "04 10 00 02"));
        Assert.Equal("t1=1 qos 2, connected", Handler.Events());
        Assert.Equal("", _store.Keys);
    }

    [Fact]
    public void Nothing_is_acknowledged_that_the_store_could_not_keep()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        _store.Fails = true;
        Assert.Equal(PublishResult.RefusedStore, Publish(client, "t1", "1", 1));
        Assert.Equal("", Answer(client, "08 0C 42 74 31 00 02 31"));
        _store.Fails = false;
        Assert.Equal("04 0F 00 02", Answer(client, "08 0C C2 74 31 00 02 31"));
        Assert.Equal("t1=1 qos 2", Handler.Events());
        _store.Fails = true;
        Assert.Equal("", Answer(client, "04 10 00 02"));
        _store.Fails = false;
        Assert.Equal("04 0E 00 02", Answer(client, "04 10 00 02"));
        Assert.Equal(3, client.Session.Counters.StoreFailures);
    }

    [Fact]
    public void A_message_is_not_released_before_the_store_has_kept_that()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Publish(client, "t1", "1", 2);
        Polled(client);
        _store.Fails = true;
        Assert.Equal("", Answer(client, "04 0F 00 01"));
        _store.Fails = false;
        Assert.Equal("08 0C C2 74 31 00 01 31", After(client, 10_000));
        Assert.Equal("04 10 00 01", Answer(client, "04 0F 00 01"));
    }

    [Fact]
    public void A_store_that_holds_more_than_fits_is_refused()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Publish(client, "t1", new string('1', 100), 1);
        Assert.Throws<ArgumentException>(() => Client(options =>
        {
            options.Store = _store;
            options.LogBytes = 64;
        }));
    }

    [Fact]
    public void A_stored_message_that_has_become_too_long_is_given_up()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Publish(client, "t1", new string('x', 40), 1, 77);
        client = Client(options =>
        {
            options.Store = _store;
            options.SendBytes = 32;
        });
        Polled(client);
        Assert.Equal("", Answer(client, Connack));
        Assert.Equal("connected, dropped 77", Handler.Events());
    }

    [Fact]
    public void A_stored_message_whose_topic_has_become_too_long_is_given_up()
    {
        MqttSnClient client = Connected(options => options.Store = _store);
        Publish(client, "long/topic", "1", 1, 77);
        client = Client(options =>
        {
            options.Store = _store;
            options.TopicBytesMax = 3;
        });
        Polled(client);
        Assert.Equal("", Answer(client, Connack));
        Assert.Equal("connected, dropped 77", Handler.Events());
    }

    private MqttSnClient Rebooted()
    {
        _store.Reboot();
        MqttSnClient client = Client(options => options.Store = _store);
        Assert.Equal(Connect, Polled(client));
        return client;
    }
}
