namespace Edge.MqttSn.Tests.Client;

public class SleepTests : ClientTest
{
    private const string Sleep600 = "04 18 02 58";
    private const string Awake = "04 16 69 64";

    [Fact]
    public void A_client_sleeps_when_the_gateway_has_answered()
    {
        MqttSnClient client = Connected();
        client.Sleep(600);
        Assert.Equal(Sleep600, Polled(client));
        Assert.False(client.IsAsleep);
        Assert.Equal("", Answer(client, "02 18"));
        Assert.True(client.IsAsleep);
        Assert.True(client.IsConnected);
        Assert.Equal("", Handler.Events());
        Assert.Equal(525_000, client.Poll(Now));
    }

    [Fact]
    public void A_client_sleeps_after_what_was_published_before()
    {
        MqttSnClient client = Connected();
        Publish(client, "t1", "1", 1);
        client.Sleep(600);
        Assert.Equal("08 0C 22 74 31 00 01 31", Polled(client));
        Assert.Equal(Sleep600, Answer(client, "07 0D 74 31 00 01 00"));
    }

    [Fact]
    public void A_client_sleeps_although_every_answer_to_its_goodnight_is_lost()
    {
        MqttSnClient client = Connected();
        client.Sleep(600);
        Polled(client);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Sleep600, After(client, 10_000));
        }

        After(client, 10_000);
        Assert.True(client.IsAsleep);
    }

    [Fact]
    public void A_client_wakes_in_time_takes_what_was_kept_and_sleeps_on()
    {
        MqttSnClient client = Asleep();
        Assert.Equal(Awake, After(client, 525_000));
        Assert.Equal("07 0B 00 09 00 01 00", Answer(client, "09 0A 00 09 00 01 78 2F 79"));
        Assert.Equal("07 0D 00 09 00 02 00", Answer(client, "08 0C 20 00 09 00 02 31"));
        Assert.False(client.IsAsleep);
        Assert.Equal("", Answer(client, "02 17"));
        Assert.True(client.IsAsleep);
        Assert.Equal("x/y=1 qos 1", Handler.Events());
        Assert.Equal(525_000, client.Poll(Now));
    }

    [Fact]
    public void An_awake_client_asks_again_when_the_gateway_is_silent_and_then_sleeps_on()
    {
        MqttSnClient client = Asleep();
        After(client, 525_000);
        After(client, 9_000);
        Answer(client, "08 0C 02 74 31 00 00 31");
        Assert.Equal("", After(client, 9_999));
        Assert.Equal(Awake, After(client, 1));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Awake, After(client, 10_000));
        }

        Assert.Equal("", After(client, 10_000));
        Assert.True(client.IsAsleep);
        Assert.Equal(1, client.Session.Counters.WakesUnanswered);
    }

    [Fact]
    public void A_client_that_the_gateway_must_have_forgotten_connects_again_and_sleeps_on()
    {
        MqttSnClient client = Asleep();
        After(client, 525_000);
        for (int i = 0; i < 5; i++)
        {
            After(client, 10_000);
        }

        Assert.Equal(Awake, NextSent(client));
        for (int i = 0; i < 5; i++)
        {
            After(client, 10_000);
        }

        Assert.Equal("disconnected: Silence", Handler.Events());
        Assert.Equal(Connect, NextSent(client));
        Assert.Equal(Sleep600, Answer(client, Connack));
    }

    [Fact]
    public void A_gateway_that_does_not_know_the_client_that_wakes_gets_a_connect()
    {
        MqttSnClient client = Asleep();
        After(client, 525_000);
        Answer(client, "02 18");
        Assert.Equal("disconnected: Requested", Handler.Events());
        Assert.Equal(Connect, NextSent(client));
    }

    [Fact]
    public void Messages_of_a_sleeping_client_wait_until_it_has_connected_again()
    {
        MqttSnClient client = Asleep();
        Assert.Equal(PublishResult.Queued, Publish(client, "t1", "1", 1));
        Assert.Equal("", Polled(client));
        client.WakeUp();
        Assert.Equal(Connect, Polled(client));
        Assert.Equal("08 0C 22 74 31 00 01 31", Answer(client, Connack));
        Assert.Equal("", Handler.Events());
    }

    [Fact]
    public void A_clean_client_wakes_without_losing_its_session()
    {
        MqttSnClient client = Asleep(options => options.CleanSession = true);
        client.WakeUp();
        Assert.Equal(Connect, Polled(client));
    }

    [Fact]
    public void What_the_gateway_has_kept_is_taken_at_once_when_asked()
    {
        MqttSnClient client = Asleep();
        client.Fetch();
        Assert.Equal(Awake, Polled(client));
    }

    [Fact]
    public void Another_duration_is_told_to_the_gateway()
    {
        MqttSnClient client = Asleep();
        client.Sleep(60);
        Assert.Equal("04 18 00 3C", Polled(client));
        Answer(client, "02 18");
        Assert.Equal(52_500, client.Poll(Now));
    }

    [Fact]
    public void A_second_answer_to_the_goodnight_changes_nothing()
    {
        MqttSnClient client = Asleep();
        Answer(client, "02 18");
        Assert.True(client.IsAsleep);
    }

    [Fact]
    public void A_sleeping_client_disconnects()
    {
        MqttSnClient client = Asleep();
        client.Disconnect();
        Assert.Equal("02 18", Polled(client));
        Answer(client, "02 18");
        Assert.True(client.IsStopped);
    }

    [Fact]
    public void A_sleep_of_0_seconds_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Client().Sleep(0));

    private MqttSnClient Asleep(Action<MqttSnClientOptions>? change = null)
    {
        MqttSnClient client = Connected(change);
        client.Sleep(600);
        Polled(client);
        Answer(client, "02 18");
        Assert.True(client.IsAsleep);
        return client;
    }
}
