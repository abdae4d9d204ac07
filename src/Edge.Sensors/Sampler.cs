using System;

namespace Edge.Sensors;

/// <summary>Takes readings of a sensor when they are due, and publishes them as its policy says.</summary>
/// <remarks>
/// A payload that the publisher has no room for is offered again, and meanwhile no reading is taken: what there is is
/// older, and goes first. One thread polls. Nothing is allocated after construction.
/// </remarks>
public sealed class Sampler
{
    private const int MeasuringMs = 5;
    private const int RetryMs = 1000;
    private const long AtOnce = long.MinValue;

    private readonly ISensor _sensor;
    private readonly PublishPolicy _policy;
    private readonly IPayloadWriter _writer;
    private readonly IPublisher _publisher;
    private readonly Topic _topic;
    private readonly QualityOfService _qualityOfService;
    private readonly bool _isRetained;
    private readonly int[]? _deadBands;
    private readonly Readings _readings;
    private readonly int[] _row;
    private readonly int[] _last;
    private readonly byte[] _payload;
    private bool _hasLast;
    private bool _isMeasuring;
    private long _lastAt;
    private long _dueAt = AtOnce;
    private long _offerAt;

    /// <param name="sensor">What measures.</param>
    /// <param name="policy">When.</param>
    /// <param name="writer">What a payload looks like; built for the sensor's schema.</param>
    /// <param name="publisher">Where it goes.</param>
    /// <param name="topic">Under which name.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The broker keeps the last one for later subscribers.</param>
    /// <exception cref="ArgumentException">The policy does not fit the sensor.</exception>
    public Sampler(
        ISensor sensor, PublishPolicy policy, IPayloadWriter writer, IPublisher publisher, Topic topic,
        QualityOfService qualityOfService, bool isRetained)
    {
        policy.Check(sensor.Schema);
        _sensor = sensor;
        _policy = policy;
        _writer = writer;
        _publisher = publisher;
        _topic = topic;
        _qualityOfService = qualityOfService;
        _isRetained = isRetained;
        _deadBands = policy.DeadBands;
        _readings = new Readings(sensor.Schema, policy.BatchRows);
        _row = new int[sensor.Schema.Count];
        _last = new int[sensor.Schema.Count];
        _payload = new byte[writer.BytesMax(policy.BatchRows)];
    }

    /// <summary>True: nothing is measured; what was taken is still published.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Readings taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Readings that were given to the publisher and taken by it.</summary>
    public int Published { get; private set; }

    /// <summary>Measurements that brought nothing new: within the dead bands.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Measurements that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The last measurement failed.</summary>
    public bool IsFailing { get; private set; }

    /// <summary>Times at which nothing was measured: a payload was waiting for room, or the board was busy.</summary>
    public int Missed { get; private set; }

    /// <summary>Readings thrown away because their payload is larger than the publisher's whole memory.</summary>
    public int TooLarge { get; private set; }

    /// <summary>Measures at the next poll, whenever it would be due; the intervals count from then on.</summary>
    public void MeasureNow() => _dueAt = AtOnce;

    /// <summary>Measures and publishes what is due.</summary>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    /// <param name="utcSeconds">The time of day, in seconds since 1970; 0 when it is not known.</param>
    /// <returns>Milliseconds until it wants to be polled again.</returns>
    public int Poll(long now, uint utcSeconds)
    {
        if (IsFull(now))
        {
            Offer(now, utcSeconds);
        }

        if (now >= _dueAt && !IsPaused)
        {
            Measure(now);
            if (IsFull(now))
            {
                Offer(now, utcSeconds);
            }
        }

        return WaitMs(now);
    }

    private bool IsFull(long now) => _readings.Count == _readings.RowsMax
        || (_readings.Count > 0 && _policy.BatchMs > 0 && now - _readings.TakenAt(0) >= _policy.BatchMs);

    private void Measure(long now)
    {
        if (_dueAt == AtOnce)
        {
            _dueAt = now;
        }

        // A payload that has to wait blocks what is newer.
        if (_readings.Count == _readings.RowsMax)
        {
            Missed++;
            Advance(now);
            return;
        }

        SensorStatus status = _sensor.Read(_row, 0);
        _isMeasuring = status == SensorStatus.Measuring && now - _dueAt < _policy.SampleMs;
        if (_isMeasuring)
        {
            return;
        }

        IsFailing = status != SensorStatus.Ready;
        if (IsFailing)
        {
            Failed++;
        }
        else if (IsNew(now))
        {
            Array.Copy(_row, 0, _last, 0, _row.Length);
            _hasLast = true;
            _lastAt = now;
            _readings.Add(_row, 0, now);
            Taken++;
        }
        else
        {
            Unchanged++;
        }

        Advance(now);
    }

    // The intervals do not drift, but those that have passed are not made up for.
    private void Advance(long now)
    {
        int sampleMs = _policy.SampleMs;
        _dueAt += sampleMs;
        if (_dueAt <= now)
        {
            long passed = ((now - _dueAt) / sampleMs) + 1;
            Missed += (int)passed;
            _dueAt += passed * sampleMs;
        }
    }

    private bool IsNew(long now)
    {
        int[]? bands = _deadBands;
        if (bands == null || !_hasLast || (_policy.HeartbeatMs > 0 && now - _lastAt >= _policy.HeartbeatMs))
        {
            return true;
        }

        for (int i = 0; i < bands.Length; i++)
        {
            int value = _row[i];
            int last = _last[i];
            bool isMissing = value == Field.Missing;
            if (isMissing || last == Field.Missing)
            {
                if (isMissing != (last == Field.Missing))
                {
                    return true;
                }

                continue;
            }

            long difference = (long)value - last;
            if (difference > bands[i] || -difference > bands[i])
            {
                return true;
            }
        }

        return false;
    }

    private void Offer(long now, uint utcSeconds)
    {
        if (now < _offerAt)
        {
            return;
        }

        int end = _writer.Write(_readings, now, utcSeconds, _payload, 0);
        PublishResult result = _publisher.Publish(_topic, _payload, 0, end, _qualityOfService, _isRetained);
        if (result < PublishResult.RefusedFull)
        {
            Published += _readings.Count;
            _readings.Clear();
        }
        else if (result == PublishResult.RefusedTooLarge)
        {
            TooLarge += _readings.Count;
            _readings.Clear();
        }
        else
        {
            _offerAt = now + (_policy.SampleMs < RetryMs ? _policy.SampleMs : RetryMs);
        }
    }

    private int WaitMs(long now)
    {
        int waitMs = IsPaused ? Deadline.Idle : _isMeasuring ? MeasuringMs : Deadline.Remaining(_dueAt, now);
        if (_readings.Count == 0)
        {
            return waitMs;
        }

        long offerAt = _offerAt;
        if (_readings.Count < _readings.RowsMax)
        {
            long batchAt = _policy.BatchMs > 0 ? _readings.TakenAt(0) + _policy.BatchMs : Deadline.Never;
            offerAt = batchAt > offerAt ? batchAt : offerAt;
        }

        return Deadline.Earlier(waitMs, Deadline.Remaining(offerAt, now));
    }
}
