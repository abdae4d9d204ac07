using Edge.Boards.Hardware;
using Edge.Sensors;

namespace Edge.Boards.Tests;

public class Bme280SensorTests
{
    private readonly SimulatedChip _chip = new();
    private readonly Bme280Sensor _sensor;
    private readonly int[] _values = [-1, -1, -1, -1];

    public Bme280SensorTests()
    {
        _sensor = new Bme280Sensor(_chip.BusId, 0x76);
    }

    [Fact]
    public void A_reading_is_there_when_the_chip_has_had_its_time()
    {
        Assert.Equal(SensorStatus.Measuring, Read());
        Environment.Microseconds += 15_000;
        Assert.Equal(SensorStatus.Measuring, Read());
        Assert.Equal([-1, -1, -1, -1], _values);

        Environment.Microseconds += 8_000;

        Assert.Equal(SensorStatus.Ready, Read());
        Assert.Equal([-1, 2153, 55, 10132], _values);
    }

    [Theory]
    [InlineData(-0.004, 0)]
    [InlineData(-0.006, -1)]
    [InlineData(21.536, 2154)]
    [InlineData(-39.999, -4000)]
    [InlineData(85, 8500)]
    public void Values_are_rounded_to_their_last_decimal(double celsius, int value)
    {
        _chip.Celsius = celsius;

        Assert.Equal(SensorStatus.Ready, Measure());
        Assert.Equal(value, _values[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sensor_that_was_unplugged_fails_without_throwing_and_is_found_again(bool throwsWhenAbsent)
    {
        _chip.ThrowsWhenAbsent = throwsWhenAbsent;
        Assert.Equal(SensorStatus.Ready, Measure());
        _chip.Unplug();

        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(SensorStatus.Failed, Measure());
            Assert.NotNull(_sensor.LastError);
            Assert.Equal(0, _chip.OpenDevices);
        }

        _chip.Plug();

        Assert.Equal(SensorStatus.Ready, Measure());
        Assert.Null(_sensor.LastError);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sensor_that_was_off_for_a_moment_does_not_pass_what_it_wakes_up_with_for_a_reading(bool isBetween)
    {
        Assert.Equal(SensorStatus.Ready, Measure());
        if (isBetween)
        {
            Read();
        }

        _chip.Unplug();
        _chip.Plug();

        Assert.Equal(SensorStatus.Failed, Measure());
        Assert.Equal(SensorStatus.Ready, Measure());
    }

    [Fact]
    public void Another_chip_is_none()
    {
        _chip.ChipId = 0x58;

        Assert.Equal(SensorStatus.Failed, Measure());
        Assert.Equal(0, _chip.OpenDevices);
    }

    [Theory]
    [InlineData(85.1, 55, 1013)]
    [InlineData(double.NaN, 55, 1013)]
    [InlineData(20, 101, 1013)]
    [InlineData(20, 55, 1101)]
    public void What_the_chip_cannot_measure_is_no_reading(double celsius, double percent, double hectopascals)
    {
        _chip.Celsius = celsius;
        _chip.Percent = percent;
        _chip.Hectopascals = hectopascals;

        Assert.Equal(SensorStatus.Failed, Measure());
    }

    [Theory]
    [InlineData(-40, 100, 1100)]
    [InlineData(85, 0, 300)]
    public void A_reading_takes_14_bytes_at_most(double celsius, double percent, double hectopascals)
    {
        _chip.Celsius = celsius;
        _chip.Percent = percent;
        _chip.Hectopascals = hectopascals;
        Measure();
        Readings readings = new(_sensor.Schema, 1);
        readings.Add(_values, 1, 0);
        byte[] payload = new byte[100];

        Assert.InRange(new CborArrayWriter(_sensor.Schema).Write(readings, 0, 4_000_000_000, payload, 0), 12, 14);
    }

    private SensorStatus Read() => _sensor.Read(_values, 1);

    private SensorStatus Measure()
    {
        SensorStatus status = Read();
        for (int ms = 0; status == SensorStatus.Measuring && ms < 100; ms++)
        {
            Environment.Microseconds += 1000;
            status = Read();
        }

        return status;
    }
}
