using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>A secondary whose every frame is the test's, and the link that it speaks to: the primary of a line, in
/// virtual time.</summary>
internal sealed class WirePeer
{
    internal const uint LinkBootId = 7;

    private readonly VirtualClock _clock = new(1000);
    private readonly SimulatedLine _line;
    private readonly Fcs _fcs = new(FrameCheck.Fcs32);
    private readonly FrameEncoder _encoder;
    private readonly FrameDecoder _decoder;
    private readonly LinkOptions _options = new() { IsPrimary = true, BootId = LinkBootId };

    internal WirePeer(LineSettings? settings = null, Action<LinkOptions>? configure = null)
    {
        _line = new SimulatedLine(() => _clock.Now, 1, settings);
        configure?.Invoke(_options);
        Link = new LinkEndpoint(_line.First, _options);
        _encoder = new FrameEncoder(_fcs, false, 0);
        _decoder = new FrameDecoder(_fcs, false, 0, 1, new byte[Frame.BodyBytesMax], new LinkCounters());
        _line.Second.Open(_clock.Now);
        RunFor(1);
    }

    internal LinkEndpoint Link { get; }

    internal long Now => _clock.Now;

    /// <summary>The frames that the link has sent, in order.</summary>
    internal List<(FrameType Type, int Sequence, byte[] Payload)> Heard { get; } = [];

    /// <summary>Says hello; its frames from then on have the right seed.</summary>
    internal void Hello(uint bootId, uint knownBootId = LinkBootId, int flags = 0)
    {
        LinkOptions options = new()
        {
            MessageBytesMax = _options.MessageBytesMax,
            FrameBytesMax = _options.FrameBytesMax,
            Window = _options.Window,
        };
        byte[] hello = new byte[Edge.Link.Hello.Bytes];
        Edge.Link.Hello.Write(hello, flags, bootId, knownBootId, options, 0);
        Send(FrameType.Hello, 0, hello);
        _encoder.Seed = _fcs.Update(_fcs.Update(_fcs.Initial, LinkBootId), bootId);
        _decoder.SetSeed(0, _encoder.Seed);
    }

    internal void Send(FrameType type, int sequence, byte[] payload, int low = 0)
    {
        byte[] buffer = new byte[Frame.LineBytesMax(Frame.BodyBytesMax)];
        int end = _encoder.Encode(buffer, 0, type, low, sequence, 0, payload, 0, payload.Length);
        for (int at = 0; at < end; RunFor(1))
        {
            at += _line.Second.Write(buffer, at, end - at);
        }

        RunFor(50);
    }

    internal void RunFor(long milliseconds)
    {
        byte[] buffer = new byte[512];
        for (long end = _clock.Now + milliseconds; _clock.Now < end; _clock.Advance(1))
        {
            Link.Poll(_clock.Now);
            int count = _line.Second.Read(buffer, 0, buffer.Length);
            for (int at = 0; at < count;)
            {
                at += _decoder.Decode(buffer, at, count - at);
                if (_decoder.IsFrameReady)
                {
                    Heard.Add((_decoder.Type, _decoder.Sequence,
                        _decoder.Body[Frame.PayloadOffset..(Frame.PayloadOffset + _decoder.PayloadCount)]));
                }
            }
        }
    }
}
