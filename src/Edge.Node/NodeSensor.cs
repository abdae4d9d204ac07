using Edge.Sensors;

namespace Edge.Node;

/// <summary>One sensor of a node: what samples it, and what was told of its health.</summary>
internal sealed class NodeSensor
{
    internal readonly Sampler Sampler;
    internal readonly PublishPolicy Policy;

    private const int Unknown = 0;
    private const int Works = 1;
    private const int Fails = 2;

    private static readonly byte[] Ok = Utf8.GetBytes("ok");
    private static readonly byte[] Failed = Utf8.GetBytes("failed");

    private readonly Topic _status;
    private int _told;

    internal NodeSensor(Sampler sampler, PublishPolicy policy, Topic status)
    {
        Sampler = sampler;
        Policy = policy;
        _status = status;
    }

    /// <summary>Publishes whether the sensor measures, when that has changed and there is room. After a start it is told
    /// once, because the last word at the broker is of an earlier life.</summary>
    internal void TellHealth(IClient client, int token)
    {
        Sampler sampler = Sampler;
        int health = sampler.IsFailing ? Fails : sampler.Taken > 0 || sampler.Unchanged > 0 ? Works : Unknown;
        if (health == _told)
        {
            return;
        }

        byte[] text = health == Works ? Ok : Failed;
        PublishResult result = client.Publish(
            _status, text, 0, text.Length, QualityOfService.AtLeastOnce, true, token);
        if (result < PublishResult.RefusedFull)
        {
            _told = health;
        }
    }
}
