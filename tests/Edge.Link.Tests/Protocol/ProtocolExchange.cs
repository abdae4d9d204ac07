using System.Globalization;

namespace Edge.Link.Tests.Protocol;

/// <summary>An exchange of the document: what two ends and their users do, and what follows from it, to the
/// millisecond.</summary>
internal sealed class ProtocolExchange
{
    // The time before 0 in which the ends come up when the exchange is about what follows.
    private const long PreparedMs = 1000;

    private readonly string[] _settings;
    private readonly List<ProtocolStep> _steps = [];
    private readonly ExampleLine _line;
    private readonly Party[] _parties;
    private readonly bool[] _isDamaged;
    private readonly int[] _framesSent = new int[2];
    private readonly List<string> _seen = [];
    private long _now;

    /// <param name="lines">The settings, and below them a line for each step.</param>
    internal ProtocolExchange(string[] lines)
    {
        _settings = lines[0].Split(", ");
        _steps = [.. lines.Skip(1).Where(line => line.Trim().Length > 0).Select(line => new ProtocolStep(line))];
        _isDamaged = new bool[2];
        _line = new ExampleLine(() => _now + PreparedMs, Setting("bit/s"), OnFrame, side => _isDamaged[side]);
        _parties = [new Party(this, 0), new Party(this, 1)];
    }

    /// <summary>What the document says that is seen.</summary>
    internal IEnumerable<string> Expected => _steps.Where(step => step.IsObserved).Select(step => step.Text);

    /// <summary>Does what the document says that is done.</summary>
    /// <returns>What was seen.</returns>
    internal IReadOnlyList<string> Run()
    {
        Queue<ProtocolStep> actions = new(_steps.Where(step => !step.IsObserved));
        if (Has("up before"))
        {
            _now = -PreparedMs;
            _parties[0].Start(ProtocolFrame.PrimaryBootId);
            _parties[1].Start(ProtocolFrame.SecondaryBootId);
            RunUntil(0, new Queue<ProtocolStep>());
            _seen.Clear();
            Array.Clear(_framesSent);
        }

        RunUntil(_steps[^1].At, actions);
        return _seen;
    }

    private void RunUntil(long end, Queue<ProtocolStep> actions)
    {
        for (int stepsWithoutTime = 0; stepsWithoutTime < 1000; stepsWithoutTime++)
        {
            while (actions.TryPeek(out ProtocolStep? step) && step.At <= _now)
            {
                _parties[step.Side].Do(actions.Dequeue());
            }

            int seenBefore = _seen.Count;
            int waitMs = Deadline.Earlier(_parties[0].Poll(), _parties[1].Poll());
            if (_seen.Count > seenBefore)
            {
                // What one has sent is news for how long the other may wait.
                continue;
            }

            long next = actions.TryPeek(out ProtocolStep? later) ? Math.Min(later.At, end) : end;
            if (waitMs > 0 && _now == end)
            {
                return;
            }

            long passes = Math.Min(waitMs, next - _now);
            _now += passes;
            stepsWithoutTime = passes > 0 ? 0 : stepsWithoutTime;
        }

        Assert.Fail($"a poll at {_now} always wants to be called at once:\n{string.Join('\n', _seen)}");
    }

    private int Setting(string unit)
    {
        string setting = Array.Find(_settings, setting => setting.Contains(unit, StringComparison.Ordinal))
            ?? throw new FormatException($"the exchange does not say '{unit}'");
        return int.Parse(setting.Split(' ').First(word => char.IsDigit(word[0])), CultureInfo.InvariantCulture);
    }

    private bool Has(string setting) => _settings.Contains(setting);

    private LinkOptions Options(int side, uint bootId) => new()
    {
        IsPrimary = side == 0,
        Station = Setting("station"),
        BootId = bootId,
        IsHalfDuplex = Has("half duplex"),
        TurnaroundMs = Has("half duplex") ? Setting("turnaround") : 0,
        PollMs = Has("half duplex") ? Setting("poll") : 0,
        Check = Has("FCS-16") ? FrameCheck.Fcs16 : FrameCheck.Fcs32,
        FrameBytesMax = Setting("frames of"),
        MessageBytesMax = Setting("messages of"),
        Window = Setting("window"),
        BitRate = Setting("bit/s"),
    };

    private void OnFrame(int side, byte[] frame)
    {
        IEnumerable<ProtocolStep> frames = _steps.Where(step => step.Side == side && step.IsFrame);
        _isDamaged[side] = frames.ElementAtOrDefault(_framesSent[side]++)?.Verb == "loses";
        See(side, _isDamaged[side] ? "loses" : "sends", frame);
    }

    private void See(int side, string verb, byte[] bytes) => _seen.Add(ProtocolStep.Write(_now, side, verb, bytes));

    // One end and its user, who takes at once what has come, unless it holds.
    private sealed class Party(ProtocolExchange exchange, int side)
    {
        private LinkEndpoint? _link;
        private LinkStream? _stream;
        private bool _isUp;
        private bool _isStreaming;
        private bool _isHolding;

        internal void Start(uint bootId)
        {
            _link = new LinkEndpoint(exchange._line.End(side), exchange.Options(side, bootId));
            _stream = exchange.Has("a stream") ? new LinkStream(_link, side == 1) : null;
            _isUp = false;
        }

        internal void Do(ProtocolStep step)
        {
            switch (step.Verb)
            {
                case "starts":
                    Start(Convert.ToUInt32(Convert.ToHexString(step.Bytes), 16));
                    break;
                case "gives":
                    Assert.True(_link!.Send(step.Bytes, 0, step.Bytes.Length, true), step.Text);
                    break;
                case "once":
                    Assert.True(_link!.Send(step.Bytes, 0, step.Bytes.Length, false), step.Text);
                    break;
                case "tests":
                    Assert.True(_link!.SendTest(step.Bytes, 0, step.Bytes.Length), step.Text);
                    break;
                case "rests":
                    break;
                case "holds":
                    _isHolding = true;
                    break;
                case "goes-on":
                    _isHolding = false;
                    break;
                case "opens":
                    _stream!.Open(step.At + PreparedMs);
                    _isStreaming = true;
                    break;
                case "writes":
                    Assert.Equal(step.Bytes.Length, _stream!.Write(step.Bytes, 0, step.Bytes.Length));
                    break;
                case "closes":
                    _stream!.Close();
                    _isStreaming = false;
                    break;
                default:
                    throw new FormatException($"nobody knows how to do '{step.Text}'");
            }
        }

        internal int Poll()
        {
            if (_link is null)
            {
                return Deadline.Idle;
            }

            int waitMs = _stream?.Poll(exchange._now + PreparedMs) ?? _link.Poll(exchange._now + PreparedMs);
            if (_link.IsUp != _isUp)
            {
                _isUp = _link.IsUp;
                exchange.See(side, _isUp ? "up" : "down", []);
            }

            bool hasTaken = Take();
            if (_isStreaming && _stream!.State == StreamState.Closed)
            {
                _isStreaming = false;
                exchange.See(side, "ends", []);
            }

            return hasTaken ? 0 : waitMs;
        }

        private bool Take()
        {
            byte[] buffer = new byte[256];
            int count = 0;
            if (_stream is not null)
            {
                count = _stream.Read(buffer, 0, buffer.Length);
            }
            else if (!_isHolding && _link!.Peek(out byte[] message, out int offset, out count))
            {
                Array.Copy(message, offset, buffer, 0, count);
                _link.Release();
            }

            if (count > 0)
            {
                exchange.See(side, "takes", buffer[..count]);
            }

            return count > 0;
        }
    }
}
