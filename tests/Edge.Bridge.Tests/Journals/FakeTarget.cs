using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

/// <summary>Takes an outbox's messages, and acknowledges them when the test says so.</summary>
internal sealed class FakeTarget : IOutboxTarget
{
    /// <summary>Everything that was sent, in order: its place, and whether it was sent as one that comes again.</summary>
    public List<(long Sequence, bool IsResend)> Sent { get; } = [];

    /// <summary>What was sent and not acknowledged.</summary>
    public List<Delivery> UnderWay { get; } = [];

    /// <summary>Messages under way at a time, at most.</summary>
    public int UnderWayMost { get; private set; }

    /// <summary>True when there is no room; asked before each message.</summary>
    public Func<bool> Refuses { get; set; } = () => false;

    public IEnumerable<long> Sequences => Sent.Select(sent => sent.Sequence);

    public bool Send(Delivery delivery, bool isResend)
    {
        if (Refuses())
        {
            return false;
        }

        Assert.DoesNotContain(UnderWay, other => other.Identifier == delivery.Identifier);
        Sent.Add((delivery.Sequence, isResend));
        UnderWay.Add(delivery);
        UnderWayMost = Math.Max(UnderWayMost, UnderWay.Count);
        return true;
    }

    /// <summary>The recipient acknowledges one of those under way.</summary>
    public void Acknowledge(Outbox outbox, int index = 0)
    {
        Delivery delivery = UnderWay[index];
        UnderWay.RemoveAt(index);
        outbox.Acknowledged(delivery.Token);
        outbox.Pump();
    }

    /// <summary>The connection ends, with whatever was under way; another one is open.</summary>
    public void Reconnect(Outbox outbox, int windowMax, IEnumerable<Delivery>? released = null)
    {
        outbox.Close();
        UnderWay.Clear();
        foreach (Delivery delivery in released ?? [])
        {
            outbox.Resume(delivery);
        }

        outbox.Open(this, windowMax);
    }

    public void AcknowledgeAll(Outbox outbox)
    {
        while (UnderWay.Count > 0)
        {
            Acknowledge(outbox);
        }
    }
}
