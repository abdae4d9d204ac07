namespace Edge.Mqtt.Tests.Simulation;

public class TakeoverTests
{
    [Fact]
    public void A_session_goes_on_in_a_new_connection_while_the_server_still_holds_the_old_one()
    {
        int takeovers = 0;
        Seeds.Run(300, seed =>
        {
            SimulatedWorld world = new(seed, Weather.ServerOptions(seed));
            world.AnswerMsMax = world.Random.Next(2) * 2_000;
            world.Client = new ClientLife(world, Weather.ClientOptions(world));
            Weather.Publish(world, 40);
            for (int i = 0; i < 10; i++)
            {
                world.After(world.Random.Next(18_000), world.Client.Stream.Vanish);
            }

            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
            takeovers += world.Server.Takeovers;
        });

        Assert.True(takeovers > 100 * 10, $"{takeovers} sessions taken over");
    }
}
