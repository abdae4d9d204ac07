namespace Edge.Mqtt.Tests.Simulation;

public class BadWeatherTests
{
    [Fact]
    public void Every_message_arrives_as_its_QoS_promises_through_cuts_and_late_answers()
    {
        int takeovers = 0;
        int repeated = 0;
        Seeds.Run(500, seed =>
        {
            SimulatedWorld world = new(seed, Weather.ServerOptions(seed));
            world.AnswerMsMax = world.Random.Next(3) == 0 ? 0 : 1 + world.Random.Next(3_000);
            world.Client = new ClientLife(world, Weather.ClientOptions(world));
            Weather.Publish(world, 60);
            Weather.Storm(world, 8);
            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
            takeovers += world.Server.Takeovers;
            repeated += world.Client.Client.Session.Counters.DuplicatesSuppressed;
        });

        Assert.True(takeovers > 0 && repeated > 0, $"{takeovers} sessions taken over, {repeated} repetitions");
    }
}
