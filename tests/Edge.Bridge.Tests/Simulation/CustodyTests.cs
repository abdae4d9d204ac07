using System.Text;
using Edge.Mqtt;

namespace Edge.Bridge.Tests.Simulation;

public sealed class CustodyTests : IDisposable
{
    private readonly CustodyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_brokers_message_reaches_every_device_that_asked_at_its_own_quality_of_service()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        CustodyWorld.Client two = _world.Connect("two", "cmd/+", QualityOfService.AtMostOnce);
        CustodyWorld.Client other = _world.Connect("other", "else", QualityOfService.AtLeastOnce);

        _world.Broker.Publish("site/cmd/light", "on");
        _world.Run(200);

        Assert.Equal(["cmd/light=on q1"], one.Received);
        Assert.Equal(["cmd/light=on q0"], two.Received);
        Assert.Empty(other.Received);
    }

    [Fact]
    public void The_broker_is_acknowledged_when_its_message_is_written_and_not_before()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        one.AcknowledgesAtOnce = false;
        _world.Bridge.IsWriting = false;
        _world.Broker.Publish("site/cmd/light", "on");
        _world.Run(500);
        Assert.Empty(one.Received);
        Assert.Equal(1, _world.Broker.Unacknowledged);

        _world.Bridge.IsWriting = true;
        _world.Run(200);
        Assert.Equal(["cmd/light=on q1"], one.Received);
        Assert.Equal(0, _world.Broker.Unacknowledged);
        Assert.True(_world.Journal.UsedBytes > 0, "the device has not acknowledged, so the message stays");

        one.AcknowledgeAll();
        _world.Run(200);
        Assert.Equal(0, _world.Journal.UsedBytes);
    }

    [Fact]
    public void A_device_is_acknowledged_when_its_message_is_written_and_not_before()
    {
        CustodyWorld.Client one = _world.Connect("one", null, QualityOfService.AtMostOnce);
        _world.Bridge.IsWriting = false;
        one.Mqtt.Publish(new Topic("a"), [1], 0, 1, QualityOfService.AtLeastOnce, false);
        one.Mqtt.Publish(new Topic("a"), [2], 0, 1, QualityOfService.ExactlyOnce, false);
        _world.Run(500);
        Assert.Equal(2, one.Mqtt.Session.QueuedMessages);
        Assert.Empty(_world.Broker.Messages);

        _world.CutBroker();
        _world.Bridge.IsWriting = true;
        _world.Run(500);
        Assert.Equal(0, one.Mqtt.Session.QueuedMessages);
        Assert.Equal(2, _world.Custody.Broker.Outbox.Count);
    }

    [Fact]
    public void A_connack_and_a_suback_wait_until_the_session_is_written()
    {
        _world.Bridge.IsWriting = false;
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        Assert.False(one.Mqtt.Session.IsConnected);

        _world.Bridge.IsWriting = true;
        _world.Run(2);
        _world.Bridge.IsWriting = false;
        _world.Run(200);
        Assert.True(one.Mqtt.Session.IsConnected, "the session is written");
        Assert.Equal(0, one.Granted);

        _world.Bridge.IsWriting = true;
        _world.Run(100);
        Assert.Equal(1, one.Granted);
    }

    [Fact]
    public void What_is_published_while_a_device_is_away_waits_for_it()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        _world.CutDevices(isReachable: false);
        _world.Run(200);
        _world.Broker.Publish("site/cmd/light", "on");
        _world.Broker.Publish("site/cmd/light", "off");
        _world.Run(200);
        Assert.Equal(0, _world.Broker.Unacknowledged);
        Assert.Empty(one.Received);

        _world.CutDevices(isReachable: true);
        _world.Run(500);
        Assert.Equal(["cmd/light=on q1", "cmd/light=off q1"], one.Received);
    }

    [Fact]
    public void A_device_that_comes_back_gets_what_is_published_from_then_on()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        _world.CutDevices(isReachable: true);
        _world.Run(500);
        _world.Broker.Publish("site/cmd/light", "on");
        _world.Run(200);

        Assert.Equal(["cmd/light=on q1"], one.Received);
        Assert.Equal(1, _world.Custody.Devices);
    }

    [Fact]
    public void A_will_is_published_when_its_device_is_cut_off_and_not_when_it_says_goodbye()
    {
        Will will = new(new Topic("state/one"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true);
        CustodyWorld.Client polite = _world.Connect("polite", null, QualityOfService.AtMostOnce, will);
        polite.Mqtt.Disconnect();
        _world.Run(300);
        Assert.True(polite.Mqtt.IsStopped);
        Assert.Empty(_world.Broker.Messages);

        _world.Connect("one", null, QualityOfService.AtMostOnce, will);
        _world.CutDevices(isReachable: false);
        _world.Run(300);
        Assert.Equal([("site/state/one", "gone")], _world.Broker.Messages);
    }

    [Fact]
    public void A_second_connection_under_the_same_name_takes_the_first_ones_place()
    {
        CustodyWorld.Client first = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        first.Mqtt.Subscribe(new TopicFilter("more"), QualityOfService.AtLeastOnce);
        _world.Run(100);
        int connections = first.Mqtt.Session.Counters.Connections;
        CustodyWorld.Client second = _world.Connect("one", null, QualityOfService.AtMostOnce);
        second.Mqtt.Disconnect();
        _world.Run(1000);

        Assert.True(first.Mqtt.Session.Counters.Connections > connections, "the first was not closed");
        Assert.Equal(1, _world.Custody.Devices);
    }

    [Fact]
    public void No_more_devices_than_allowed_are_let_in()
    {
        using CustodyWorld world = new(clientsMax: 1);
        world.Connect("one", null, QualityOfService.AtMostOnce);
        CustodyWorld.Client two = world.Connect("two", null, QualityOfService.AtMostOnce);

        Assert.Equal(1, world.Custody.Devices);
        Assert.Equal(ConnectReturnCode.ServerUnavailable, two.Mqtt.ReturnCode);
    }

    [Fact]
    public void A_topic_of_the_brokers_own_is_not_taken_from_a_device()
    {
        CustodyWorld.Client one = _world.Connect("one", null, QualityOfService.AtMostOnce);
        one.Mqtt.Publish(new Topic("$SYS/fake"), [1], 0, 1, QualityOfService.AtLeastOnce, false);
        _world.Run(500);

        Assert.Empty(_world.Broker.Messages);
        // 3.3.5-2: acknowledged it would be lost.
        Assert.True(one.Mqtt.Session.Counters.Connections > 1, "the connection was not closed");
        Assert.True(_world.Custody.NotPermitted > 0, "it was not counted");
    }

    [Fact]
    public void Messages_of_quality_of_service_0_are_counted_while_the_broker_is_away()
    {
        CustodyWorld.Client one = _world.Connect("one", null, QualityOfService.AtMostOnce);
        one.Mqtt.Publish(new Topic("a"), [1], 0, 1, QualityOfService.AtMostOnce, false);
        _world.Run(100);
        Assert.Single(_world.Broker.Messages);

        _world.CutBroker();
        _world.Run(50);
        one.Mqtt.Publish(new Topic("a"), [2], 0, 1, QualityOfService.AtMostOnce, false);
        _world.Run(100);
        Assert.Single(_world.Broker.Messages);
        Assert.Equal(1, _world.Custody.DroppedAtMostOnce);
    }

    [Fact]
    public void A_will_comes_before_what_the_same_device_says_on_its_new_connection()
    {
        Will will = new(new Topic("state/one"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true);
        _world.Freeze(_world.Connect("one", null, QualityOfService.AtMostOnce, will));
        // CONNECT of "one" and PUBLISH of "here" in one piece, as a client may send them (3.1.4-5).
        _world.Send("100F00044D515454040200000003" + "6F6E65" + "3311000973746174652F6F6E65000168657265");
        _world.Run(200);

        Assert.Equal([("site/state/one", "gone"), ("site/state/one", "here")], _world.Broker.Messages);
    }

    [Fact]
    public void A_will_for_a_topic_of_the_brokers_own_is_refused()
    {
        Will will = new(new Topic("$SYS/fake"), [1], QualityOfService.AtLeastOnce, true);
        CustodyWorld.Client one = _world.Connect("one", null, QualityOfService.AtMostOnce, will);

        Assert.Equal(ConnectReturnCode.NotAuthorized, one.Mqtt.ReturnCode);
    }

    [Fact]
    public void A_slow_device_gets_everything_in_order()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        one.AcknowledgesAtOnce = false;
        List<string> expected = [];
        for (int i = 0; i < 60; i++)
        {
            // More than the session has room for: where a large one has to wait, a small one must not slip past.
            string payload = $"{i}{new string('x', i % 8 < 6 ? 1200 : 1)}";
            _world.Broker.Publish("site/cmd/n", payload);
            expected.Add($"cmd/n={payload} q1");
        }

        for (int round = 0; round < 200 && one.Received.Count < 60; round++)
        {
            _world.Run(30);
            one.AcknowledgeAll();
        }

        _world.Run(200);
        one.AcknowledgeAll();
        _world.Run(200);
        Assert.Equal(expected, one.Received);
        Assert.Equal(0, _world.Journal.UsedBytes);
        Assert.Equal(1, one.Mqtt.Session.Counters.Connections);
    }

    [Fact]
    public void A_shared_subscription_is_refused()
    {
        CustodyWorld.Client one = _world.Connect("one", "$share/g/job", QualityOfService.AtLeastOnce);

        Assert.Equal(1, one.Refused);
    }
}
