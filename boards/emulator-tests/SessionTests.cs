using Edge.Mqtt;
using nanoFramework.TestFramework;

namespace Edge.Emulator.Tests;

[TestClass]
public class SessionTests
{
    // Protocol name, level 4, no flags, 60 s, client identifier "b1".
    private const string Connect = "10 0E 00 04 4D 51 54 54 04 00 00 3C 00 02 62 31";
    private const string Accepted = "20 02 00 00";

    [TestMethod]
    public void A_connect_carries_will_user_and_password()
    {
        Conversation talk = new Conversation(new MqttClientOptions("b1")
        {
            CleanSession = true,
            KeepAliveSeconds = 300,
            UserName = "u",
            Password = Hex.Bytes("01 02"),
            Will = new Will(new Topic("w"), Hex.Bytes("FF"), QualityOfService.AtLeastOnce, true),
        });

        talk.Says("10 1B 00 04 4D 51 54 54 04 EE 01 2C 00 02 62 31 00 01 77 00 01 FF 00 01 75 00 02 01 02");
        talk.Hears(Accepted);

        Assert.IsTrue(talk.Client.Session.IsConnected, "connected");
    }

    [TestMethod]
    public void A_message_of_qos_1_is_acknowledged()
    {
        Conversation talk = Connected();
        Publish(talk, QualityOfService.AtLeastOnce, 7);

        talk.Says("32 08 00 01 74 00 01 01 02 03");
        Assert.AreEqual(0, talk.Acknowledged, "before the PUBACK");
        talk.Hears("40 02 00 01");

        Assert.AreEqual(7, talk.Acknowledged, "after the PUBACK");
    }

    [TestMethod]
    public void A_message_of_qos_2_takes_its_four_packets()
    {
        Conversation talk = Connected();
        Publish(talk, QualityOfService.ExactlyOnce, 7);

        talk.Says("34 08 00 01 74 00 01 01 02 03");
        talk.Hears("50 02 00 01");
        talk.Says("62 02 00 01");
        talk.Hears("70 02 00 01");

        Assert.AreEqual(7, talk.Acknowledged, "after the PUBCOMP");
    }

    [TestMethod]
    public void What_was_not_acknowledged_is_sent_again_with_dup()
    {
        Conversation talk = Connected();
        Publish(talk, QualityOfService.AtLeastOnce, 7);
        talk.Says("32 08 00 01 74 00 01 01 02 03");

        talk.Cut();
        talk.Wait(60_000);
        talk.Says(Connect);
        talk.Hears("20 02 01 00");
        talk.Says("3A 08 00 01 74 00 01 01 02 03");
        talk.Hears("40 02 00 01");

        Assert.AreEqual(7, talk.Acknowledged, "after the PUBACK");
    }

    [TestMethod]
    public void A_message_comes_and_is_acknowledged()
    {
        Conversation talk = Connected();
        talk.Client.Subscribe(new TopicFilter("t/#"), QualityOfService.AtLeastOnce);

        talk.Says("82 08 00 01 00 03 74 2F 23 01");
        talk.Hears("90 03 00 01 01");
        talk.Hears("32 09 00 03 74 2F 78 00 2A AA BB");

        Assert.AreEqual("74 2F 78 | AA BB", talk.Received, "topic and payload");
        talk.Says("40 02 00 2A");
    }

    [TestMethod]
    public void Silence_is_broken_by_a_ping()
    {
        Conversation talk = Connected();
        talk.Wait(60_000);

        talk.Says("C0 00");
        talk.Hears("D0 00");
        talk.Says("");

        Assert.IsTrue(talk.Client.Session.IsConnected, "connected");
    }

    [TestMethod]
    public void What_breaks_a_rule_ends_the_connection()
    {
        // A CONNACK twice, QoS 3, a reserved type, a PUBACK of three bytes, a topic with a wildcard.
        string[] broken = { Accepted, "36 05 00 01 74 00 01", "F0 00", "40 03 00 01 00", "30 03 00 01 23" };
        for (int i = 0; i < broken.Length; i++)
        {
            Conversation talk = Connected();

            talk.Hears(broken[i]);

            Assert.IsTrue(!talk.Client.Session.IsConnected, broken[i]);
        }
    }

    private static Conversation Connected()
    {
        Conversation talk = new Conversation(new MqttClientOptions("b1"));
        talk.Says(Connect);
        talk.Hears(Accepted);
        return talk;
    }

    private static void Publish(Conversation talk, QualityOfService qualityOfService, int token) =>
        talk.Client.Publish(new Topic("t"), Hex.Bytes("01 02 03"), 0, 3, qualityOfService, false, token);
}
