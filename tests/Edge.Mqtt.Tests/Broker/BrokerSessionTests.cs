using System.Security.Cryptography;
using System.Text;
using Edge.Testing;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>Sessions, wills, keep-alive and refusals of a real mosquitto.</summary>
public sealed class BrokerSessionTests
{
    public BrokerSessionTests()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
    }

    [Fact]
    public void A_will_is_published_when_the_connection_is_cut()
    {
        using Mosquitto broker = new();
        using RunningClient subscriber = new RunningClient("subscriber", broker.Port).StartConnected();
        subscriber.Subscribe("will", QualityOfService.ExactlyOnce);
        using FaultyStream stream = new(RunningClient.Tcp(broker.Port));
        using RunningClient client = new RunningClient(WithWill("gone"), stream).StartConnected();

        stream.Cut();
        subscriber.UntilMessages(1);
        client.UntilConnections(2);

        Assert.Equal([new Message("will", "gone", QualityOfService.AtLeastOnce, false)], subscriber.Messages);
        Assert.Equal([DisconnectReason.StreamClosed], client.Endings);
    }

    [Fact]
    public void A_will_is_not_published_after_a_disconnect()
    {
        using Mosquitto broker = new();
        using RunningClient subscriber = new RunningClient("subscriber", broker.Port).StartConnected();
        subscriber.Subscribe("#", QualityOfService.ExactlyOnce);
        using RunningClient client =
            new RunningClient(WithWill("gone"), RunningClient.Tcp(broker.Port)).StartConnected();

        client.Publish("farewell", "1", QualityOfService.AtMostOnce);
        client.Stop();
        // The connection that it takes over is the same client's: were the will still to come, it came now.
        using RunningClient again =
            new RunningClient(WithWill("again"), RunningClient.Tcp(broker.Port)).StartConnected();
        again.PublishSafely("end", "2");
        subscriber.UntilMessages(2);

        Assert.Equal(["farewell", "end"], subscriber.Messages.Select(message => message.Topic));
    }

    [Fact]
    public void A_session_that_was_kept_brings_what_came_while_its_client_was_away()
    {
        using Mosquitto broker = new();
        using (RunningClient before = new RunningClient("sleeper", broker.Port).StartConnected())
        {
            before.Subscribe("once", QualityOfService.AtLeastOnce);
            before.Subscribe("exactly", QualityOfService.ExactlyOnce);
            Assert.Equal([false], before.Sessions);
        }

        using RunningClient publisher = new RunningClient("publisher", broker.Port).StartConnected();
        for (int i = 0; i < 10; i++)
        {
            publisher.Publish("once", "a" + i, QualityOfService.AtLeastOnce, token: i);
            publisher.Publish("exactly", "b" + i, QualityOfService.ExactlyOnce, token: 100 + i);
        }

        publisher.UntilAcknowledged(20);
        using RunningClient after = new RunningClient("sleeper", broker.Port).StartConnected();
        after.UntilMessages(20);
        after.PublishSafely("once", "end");
        after.UntilMessages(21);

        Assert.Equal([true], after.Sessions);
        // A broker may pass messages of QoS 2 on later than those of QoS 1: order holds within each.
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => new Message("once", "a" + i, QualityOfService.AtLeastOnce, false))
                .Append(new Message("once", "end", QualityOfService.AtLeastOnce, false)),
            after.Messages.Where(message => message.Topic == "once"));
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => new Message("exactly", "b" + i, QualityOfService.ExactlyOnce, false)),
            after.Messages.Where(message => message.Topic == "exactly"));
    }

    [Fact]
    public void Pings_keep_an_idle_client_connected()
    {
        using Mosquitto broker = new();
        using FaultyStream stream = new(RunningClient.Tcp(broker.Port));
        MqttClientOptions options = RunningClient.Options("idle");
        options.KeepAliveSeconds = 1;
        using RunningClient client = new RunningClient(options, stream).StartConnected();

        // Longer than the second and a half for which the broker waits.
        stream.UntilPings(4);
        client.PublishSafely("still/here", "1");

        Assert.Single(client.Sessions);
        Assert.Empty(client.Endings);
    }

    [Fact]
    public void The_broker_drops_a_client_whose_pings_are_lost()
    {
        using Mosquitto broker = new();
        using FaultyStream stream = new(RunningClient.Tcp(broker.Port)) { LosesPings = true };
        MqttClientOptions options = RunningClient.Options("idle");
        options.KeepAliveSeconds = 1;
        using RunningClient client = new RunningClient(options, stream).StartConnected();

        client.UntilEnding();

        Assert.Equal(DisconnectReason.StreamClosed, client.Endings[0]);
    }

    [Theory]
    [InlineData("meter", "right", ConnectReturnCode.Accepted)]
    [InlineData("meter", "wrong", ConnectReturnCode.NotAuthorized)]
    [InlineData("stranger", "right", ConnectReturnCode.NotAuthorized)]
    [InlineData(null, null, ConnectReturnCode.NotAuthorized)]
    public void A_user_is_let_in_with_the_right_password_only(string? user, string? password, ConnectReturnCode expected)
    {
        string users = Path.GetTempFileName();
        try
        {
            File.WriteAllText(users, "meter:" + Hash("right") + "\n");
            using Mosquitto broker = new(settings: "allow_anonymous false\npassword_file " + users + "\n");
            MqttClientOptions options = RunningClient.Options("client");
            options.UserName = user;
            options.Password = password == null ? null : Encoding.UTF8.GetBytes(password);
            using RunningClient client = new(options, RunningClient.Tcp(broker.Port));
            client.Start();
            if (expected == ConnectReturnCode.Accepted)
            {
                client.UntilConnections(1);
                client.PublishSafely("let/in", "1");
            }
            else
            {
                client.UntilEnding();
                Assert.Equal(DisconnectReason.Refused, client.Endings[0]);
            }

            Assert.Equal(expected, client.Client.ReturnCode);
        }
        finally
        {
            File.Delete(users);
        }
    }

    private static MqttClientOptions WithWill(string text)
    {
        MqttClientOptions options = RunningClient.Options("mortal");
        options.Will = new Will(new Topic("will"), Encoding.UTF8.GetBytes(text), QualityOfService.AtLeastOnce, false);
        return options;
    }

    // As mosquitto_passwd writes it.
    private static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(12);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, 101, HashAlgorithmName.SHA512, 64);
        return "$7$101$" + Convert.ToBase64String(salt) + "$" + Convert.ToBase64String(hash);
    }
}
