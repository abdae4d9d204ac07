namespace Edge.Sensors.Tests;

public class SamplerTests
{
    private const uint Utc = 1_800_000_000;

    private readonly Schema _schema = new(new Field("t", Units.Celsius, 1), new Field("h", "", 0));
    private readonly FakeSensor _sensor;
    private readonly FakePublisher _publisher = new();
    private readonly PublishPolicy _policy = new() { SampleMs = 1000 };
    private long _now = 5_000_000;

    public SamplerTests() => _sensor = new FakeSensor(_schema);

    [Fact]
    public void A_reading_is_taken_at_once_and_then_at_every_interval_without_drift()
    {
        Sampler sampler = New();
        long start = _now;
        List<long> times = [];
        _sensor.Values = [215, 40];
        while (times.Count < 5)
        {
            int before = _publisher.Payloads.Count;
            int waitMs = sampler.Poll(_now, 0);
            if (_publisher.Payloads.Count > before)
            {
                times.Add(_now - start);
            }

            // Whoever polls is a little late.
            _now += waitMs + 7;
        }

        Assert.Equal([0, 1007, 2007, 3007, 4007], times);
        Assert.All(_publisher.Payloads, payload => Assert.Equal("21.5;40", payload));
        Assert.Equal((5, 5, 0), (sampler.Taken, sampler.Published, sampler.Missed));
    }

    [Fact]
    public void Intervals_that_have_passed_are_counted_and_not_made_up_for()
    {
        Sampler sampler = New();
        sampler.Poll(_now, 0);
        _now += 3500;
        Assert.Equal(500, sampler.Poll(_now, 0));
        Assert.Equal(500, sampler.Poll(_now, 0));
        Assert.Equal((2, 2), (sampler.Taken, sampler.Missed));
    }

    [Fact]
    public void A_new_interval_holds_from_the_next_measurement_on_and_MeasureNow_begins_it()
    {
        Sampler sampler = New();
        sampler.Poll(_now, 0);
        _policy.SampleMs = 50;
        Assert.Equal(1000, sampler.Poll(_now, 0));
        sampler.MeasureNow();
        Assert.Equal(50, sampler.Poll(_now += 300, 0));
        Assert.Equal(2, sampler.Taken);
    }

    [Fact]
    public void With_dead_bands_only_a_change_beyond_them_is_a_reading()
    {
        _policy.DeadBands = [2, int.MaxValue];
        Sampler sampler = New();
        foreach ((int t, int h) in new[] { (200, 40), (202, 90), (198, 0), (203, 1), (205, 1), (201, 1), (200, 1) })
        {
            _sensor.Values = [t, h];
            Step(sampler);
        }

        Assert.Equal(["20.0;40", "20.3;1", "20.0;1"], _publisher.Payloads);
        Assert.Equal((3, 4), (sampler.Taken, sampler.Unchanged));
    }

    [Fact]
    public void A_field_that_goes_missing_or_comes_back_is_a_change()
    {
        _policy.DeadBands = [0, 0];
        Sampler sampler = New();
        foreach (int t in new[] { 200, Field.Missing, Field.Missing, int.MaxValue, int.MinValue + 1, int.MinValue + 1 })
        {
            _sensor.Values = [t, 1];
            Step(sampler);
        }

        Assert.Equal(["20.0;1", "nan;1", "214748364.7;1", "-214748364.7;1"], _publisher.Payloads);
    }

    [Fact]
    public void The_largest_possible_change_is_one()
    {
        _policy.DeadBands = [10, 0];
        Sampler sampler = New();
        foreach (int t in new[] { int.MinValue + 1, int.MaxValue, int.MinValue + 1 })
        {
            _sensor.Values = [t, 1];
            Step(sampler);
        }

        Assert.Equal(3, sampler.Taken);
    }

    [Fact]
    public void A_heartbeat_comes_although_nothing_has_changed()
    {
        _policy.DeadBands = [0, 0];
        _policy.HeartbeatMs = 3000;
        Sampler sampler = New();
        for (int i = 0; i < 10; i++)
        {
            Step(sampler);
        }

        Assert.Equal(4, sampler.Taken);
    }

    [Fact]
    public void A_batch_goes_when_it_is_full_each_row_with_its_own_time()
    {
        _policy.BatchRows = 3;
        Sampler sampler = New("{t}@{time}");
        for (int i = 0; i < 7; i++)
        {
            _sensor.Values = [i, 0];
            sampler.Poll(_now, Utc + (uint)i);
            _now += 1000;
        }

        Assert.Equal(
            ["0.0@1800000000\n0.1@1800000001\n0.2@1800000002", "0.3@1800000003\n0.4@1800000004\n0.5@1800000005"],
            _publisher.Payloads);
        Assert.Equal((7, 6), (sampler.Taken, sampler.Published));
    }

    [Fact]
    public void A_batch_that_is_not_full_goes_when_its_first_row_has_waited_long_enough()
    {
        _policy.BatchRows = 100;
        _policy.BatchMs = 2500;
        Sampler sampler = New("{t}");
        sampler.Poll(_now, 0);
        sampler.Poll(_now += 1000, 0);
        Assert.Equal(500, sampler.Poll(_now += 1000, 0));
        Assert.Empty(_publisher.Payloads);
        sampler.Poll(_now += 500, 0);
        Assert.Equal(["0.0\n0.0\n0.0"], _publisher.Payloads);
    }

    [Theory]
    [InlineData(PublishResult.RefusedFull)]
    [InlineData(PublishResult.RefusedBusy)]
    [InlineData(PublishResult.RefusedStore)]
    public void A_payload_without_room_is_offered_again_and_holds_up_what_is_newer(PublishResult refusal)
    {
        Sampler sampler = New();
        _publisher.Result = refusal;
        for (int i = 0; i < 5; i++)
        {
            _sensor.Values = [i, 0];
            Step(sampler);
        }

        Assert.Equal((1, 4, 5), (sampler.Taken, sampler.Missed, _publisher.Offers));
        _publisher.Result = PublishResult.Queued;
        Step(sampler);
        Assert.Equal(["0.0;0", "0.4;0"], _publisher.Payloads);
    }

    [Fact]
    public void A_payload_that_never_fits_is_thrown_away_and_counted()
    {
        Sampler sampler = New();
        _publisher.Result = PublishResult.RefusedTooLarge;
        Step(sampler);
        _publisher.Result = PublishResult.Accepted;
        Step(sampler);
        Assert.Equal((2, 1, 1), (sampler.Taken, sampler.TooLarge, sampler.Published));
    }

    [Fact]
    public void A_measurement_that_is_not_over_is_asked_for_again_and_fails_after_an_interval()
    {
        Sampler sampler = New();
        _sensor.Status = SensorStatus.Measuring;
        Assert.Equal(5, sampler.Poll(_now, 0));
        Assert.Equal(5, sampler.Poll(_now += 5, 0));
        _sensor.Status = SensorStatus.Ready;
        Assert.Equal(990, sampler.Poll(_now += 5, 0));
        Assert.Equal((1, 0, 3), (sampler.Taken, sampler.Failed, _sensor.Reads));

        _sensor.Status = SensorStatus.Measuring;
        sampler.Poll(_now += 990, 0);
        sampler.Poll(_now += 999, 0);
        Assert.Equal(0, sampler.Failed);
        sampler.Poll(_now + 1, 0);
        Assert.Equal((1, 1), (sampler.Taken, sampler.Failed));
    }

    [Fact]
    public void A_sensor_that_fails_is_asked_again_at_the_next_interval()
    {
        Sampler sampler = New();
        _sensor.Status = SensorStatus.Failed;
        Assert.Equal(1000, sampler.Poll(_now, 0));
        _sensor.Status = SensorStatus.Ready;
        sampler.Poll(_now += 1000, 0);
        Assert.Equal((1, 1), (sampler.Failed, sampler.Published));
    }

    [Fact]
    public void Paused_it_measures_nothing_and_still_publishes_what_was_taken()
    {
        Sampler sampler = New();
        _publisher.Result = PublishResult.RefusedFull;
        Step(sampler);
        sampler.IsPaused = true;
        _publisher.Result = PublishResult.Accepted;
        Step(sampler);
        Assert.Equal(Deadline.Idle, Step(sampler));
        Assert.Equal((1, 1, 1), (sampler.Taken, sampler.Published, _sensor.Reads));
    }

    [Fact]
    public void A_policy_that_does_not_fit_the_sensor_is_refused()
    {
        _policy.DeadBands = [1];
        Assert.Throws<ArgumentException>(() => New());
        _policy.DeadBands = null;
        _policy.BatchMs = -1;
        Assert.Throws<ArgumentException>(() => New());
    }

    private Sampler New(string template = "{t};{h}") => new(
        _sensor, _policy, new TemplateWriter(_schema, template), _publisher, new Topic("x"), QualityOfService.AtLeastOnce, false);

    private int Step(Sampler sampler)
    {
        int waitMs = sampler.Poll(_now, 0);
        _now += 1000;
        return waitMs;
    }
}
