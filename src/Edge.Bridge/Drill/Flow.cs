using System.Globalization;
using System.Text;

namespace Edge.Bridge.Drill;

/// <summary>Numbered messages on one topic, from one publisher to one recipient, and their judge. Any thread may call.</summary>
/// <param name="id">Tells flows apart, 0 to 100.</param>
/// <param name="topic">Where they are published.</param>
/// <param name="qualityOfService">1 or 2.</param>
internal sealed class Flow(int id, string topic, QualityOfService qualityOfService)
{
    /// <summary>Messages that one flow may have.</summary>
    public const int CountMax = 1_000_000;

    // So that a message has about the size of a reading.
    private const int PayloadBytes = 64;

    private readonly Lock _gate = new();
    private readonly List<bool> _acknowledged = [];
    private readonly List<int> _arrivals = [];
    private readonly HashSet<int> _arrived = [];
    private int _acknowledgedCount;
    private int _outOfOrder;
    private int _highest = -1;

    /// <summary>Where they are published.</summary>
    public Topic Topic { get; } = new(topic);

    /// <summary>1 or 2.</summary>
    public QualityOfService QualityOfService => qualityOfService;

    /// <summary>The next number to publish; so many were published.</summary>
    public int Published
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged.Count;
            }
        }
    }

    /// <summary>Messages that were acknowledged to their publisher.</summary>
    public int Acknowledged
    {
        get
        {
            lock (_gate)
            {
                return _acknowledgedCount;
            }
        }
    }

    /// <summary>Different messages that have arrived.</summary>
    public int Arrived
    {
        get
        {
            lock (_gate)
            {
                return _arrived.Count;
            }
        }
    }

    /// <summary>Every message that was published has been acknowledged and has arrived.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _acknowledgedCount == _acknowledged.Count && _arrived.Count == _acknowledged.Count;
            }
        }
    }

    /// <summary>The flow of a token among several.</summary>
    public static Flow Of(int token, IEnumerable<Flow> flows) => flows.First(flow => flow.Token(0) == token - (token % CountMax));

    /// <summary>What a number carries.</summary>
    public static byte[] Payload(int number) =>
        Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(PayloadBytes));

    /// <summary>The number that a payload carries; null when it was changed.</summary>
    public static int? Number(ReadOnlySpan<byte> payload) =>
        int.TryParse(Encoding.ASCII.GetString(payload), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number)
        && payload.SequenceEqual(Payload(number)) ? number : null;

    /// <summary>Stands for a message of this flow at its publisher.</summary>
    public int Token(int number) => (id * CountMax) + number;

    /// <summary>The next number was handed to its publisher, who takes care of it from now on.</summary>
    public void Publish()
    {
        lock (_gate)
        {
            _acknowledged.Add(false);
        }
    }

    /// <summary>A message was acknowledged to its publisher.</summary>
    public void Acknowledge(int token)
    {
        lock (_gate)
        {
            int number = token % CountMax;
            _acknowledgedCount += _acknowledged[number] ? 0 : 1;
            _acknowledged[number] = true;
        }
    }

    /// <summary>A message has arrived. One that was changed on its way has not.</summary>
    public void Arrive(ReadOnlySpan<byte> payload)
    {
        if (Number(payload) is not { } number)
        {
            return;
        }

        lock (_gate)
        {
            _arrivals.Add(number);
            if (_arrived.Add(number))
            {
                _outOfOrder += number < _highest ? 1 : 0;
                _highest = Math.Max(_highest, number);
            }
        }
    }

    /// <summary>The messages that were published and have not arrived.</summary>
    public int[] Missing()
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, _acknowledged.Count).Where(number => !_arrived.Contains(number))];
        }
    }

    /// <summary>How it stands.</summary>
    public FlowResult Result()
    {
        lock (_gate)
        {
            int lost = 0;
            for (int number = 0; number < _acknowledged.Count; number++)
            {
                lost += _acknowledged[number] && !_arrived.Contains(number) ? 1 : 0;
            }

            return new FlowResult(
                _acknowledged.Count, _acknowledgedCount, _arrived.Count, lost, _arrivals.Count - _arrived.Count, _outOfOrder);
        }
    }
}

/// <summary>How a flow went.</summary>
/// <param name="Published">Messages handed to their publisher.</param>
/// <param name="Acknowledged">Of these, acknowledged to it.</param>
/// <param name="Arrived">Different ones that arrived unchanged.</param>
/// <param name="Lost">Acknowledged, and not arrived.</param>
/// <param name="Duplicated">Arrivals of what had arrived before.</param>
/// <param name="OutOfOrder">Arrived first after a later one had.</param>
internal sealed record FlowResult(int Published, int Acknowledged, int Arrived, int Lost, int Duplicated, int OutOfOrder);
