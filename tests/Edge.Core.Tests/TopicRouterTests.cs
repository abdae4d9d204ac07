using Edge.Testing;

namespace Edge.Mqtt.Tests;

public class TopicRouterTests
{
    private static readonly TopicFilter Barn = new("barn/+/temperature");
    private static readonly TopicFilter All = new("#");

    [Fact]
    public void A_message_goes_to_the_first_route_that_matches()
    {
        TopicRouter router = new(2);
        Route barn = new(true);
        Route all = new(true);
        Assert.True(router.Add(Barn, barn));
        Assert.True(router.Add(All, all));

        router.Route(new Named("barn/1/temperature"));
        router.Route(new Named("shed/1/temperature"));

        Assert.Equal(1, barn.Messages);
        Assert.Equal(1, all.Messages);
        Assert.Equal(0, router.Unrouted);
    }

    [Fact]
    public void The_handler_of_the_route_decides_when_a_message_is_acknowledged()
    {
        TopicRouter router = new(1);
        router.Add(Barn, new Route(false));

        Assert.False(router.Route(new Named("barn/1/temperature")));
    }

    [Fact]
    public void A_message_that_no_route_matches_is_counted_and_acknowledged()
    {
        TopicRouter router = new(1);
        router.Add(Barn, new Route(false));

        Assert.True(router.Route(new Named("$SYS/uptime")));
        Assert.Equal(1, router.Unrouted);
    }

    [Fact]
    public void A_route_that_is_taken_out_leaves_room_for_another()
    {
        TopicRouter router = new(1);
        Route first = new(true);
        Assert.True(router.Add(Barn, first));
        Assert.False(router.Add(All, new Route(true)));

        Assert.True(router.Remove(first));
        Assert.False(router.Remove(first));
        Assert.True(router.Add(All, first));
        router.Route(new Named("anything"));
        Assert.Equal(1, first.Messages);
    }

    [Fact]
    public void Routing_allocates_nothing()
    {
        TopicRouter router = new(2);
        router.Add(Barn, new Route(true));
        router.Add(All, new Route(true));
        Message message = new Named("shed/1/temperature");

        Assert.Equal(0, Allocation.Least(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                router.Route(message);
            }
        }));
    }

    private sealed class Named : Message
    {
        public Named(string topic)
        {
            byte[] name = new Topic(topic).Utf8Bytes;
            Show(name, 0, name.Length, [], 0, 0, 0, QualityOfService.AtMostOnce, false, false);
        }
    }

    private sealed class Route(bool answer) : IMessageHandler
    {
        public int Messages { get; private set; }

        public bool OnMessage(Message message)
        {
            Messages++;
            return answer;
        }
    }
}
