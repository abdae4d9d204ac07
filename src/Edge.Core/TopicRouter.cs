using System;

namespace Edge;

/// <summary>Gives each message to the handler of the first route whose filter matches its topic, in the order of adding:
/// one handler decides when a message is acknowledged. Allocates nothing after construction.</summary>
/// <remarks>Call <see cref="Route"/> in <see cref="ISessionHandler.OnPublishReceived"/> and return what it returns. Routes
/// are changed on the thread that polls, or before it runs.</remarks>
public sealed class TopicRouter
{
    private readonly TopicFilter[] _filters;
    private readonly IMessageHandler[] _handlers;

    /// <param name="routesMax">Routes at a time, at least 1.</param>
    public TopicRouter(int routesMax)
    {
        if (routesMax < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(routesMax), "a router takes at least one route");
        }

        _filters = new TopicFilter[routesMax];
        _handlers = new IMessageHandler[routesMax];
    }

    /// <summary>Routes there are.</summary>
    public int Count { get; private set; }

    /// <summary>Messages that no route matched.</summary>
    public int Unrouted { get; private set; }

    /// <summary>Adds a route behind those there are. It subscribes to nothing.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Add(TopicFilter filter, IMessageHandler handler)
    {
        if (Count == _filters.Length)
        {
            return false;
        }

        _filters[Count] = filter;
        _handlers[Count] = handler;
        Count++;
        return true;
    }

    /// <summary>Takes out the first route with this handler.</summary>
    /// <returns>False when there is none.</returns>
    public bool Remove(IMessageHandler handler)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_handlers[i] == handler)
            {
                Count--;
                Array.Copy(_filters, i + 1, _filters, i, Count - i);
                Array.Copy(_handlers, i + 1, _handlers, i, Count - i);
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands a message to its route.</summary>
    /// <returns>What the handler answered; true, and counted, when no route matches.</returns>
    public bool Route(Message message)
    {
        byte[] buffer = message.TopicBuffer;
        int offset = message.TopicOffset;
        int length = message.TopicLength;
        for (int i = 0; i < Count; i++)
        {
            if (_filters[i].Matches(buffer, offset, length))
            {
                return _handlers[i].OnMessage(message);
            }
        }

        Unrouted++;
        return true;
    }
}
