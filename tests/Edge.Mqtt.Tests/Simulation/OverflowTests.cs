namespace Edge.Mqtt.Tests.Simulation;

public class OverflowTests
{
    [Fact]
    public void More_QoS_2_messages_than_are_remembered_arrive_in_several_connections()
    {
        const int messages = 100;
        Seeds.Run(200, seed =>
        {
            SimulatedWorld world = new(seed, new MqttServerOptions { InFlightMax = messages, LogBytes = 20_000 });
            world.AnswerMsMax = world.Random.Next(2) * 200;
            MqttClientOptions options = Weather.ClientOptions(world);
            options.InboundMax = 32;
            world.Client = new ClientLife(world, options);
            world.RunUntil(() => world.Client.Client.Session.IsConnected, 1_000, () => "no connection");
            for (int i = 0; i < messages; i++)
            {
                int token = world.Down.Begin("down/0", QualityOfService.ExactlyOnce, 16, out byte[] payload);
                PublishResult result = world.Server.Current!.Connection.Publish(
                    new Topic("down/0"), payload, 0, payload.Length, QualityOfService.ExactlyOnce, false, token);
                world.Down.Settle(token, result, result < PublishResult.RefusedFull);
            }

            Weather.Run(world);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
            Assert.Equal(messages, world.Down.Arrived);
            Assert.True(world.Client.Endings.GetValueOrDefault(DisconnectReason.InboundOverflow) > 0);
        });
    }
}
