namespace Edge.Sensors.Tests;

/// <summary>A SenML pack as RFC 8428 reads it: base values resolved record by record.</summary>
internal sealed class SenmlPack
{
    private readonly List<(string Name, string Unit, decimal Value, decimal Time)> _records = [];
    private string _baseName = "";
    private decimal _baseTime;

    /// <summary>Table 4: the label behind an integer.</summary>
    public static string LabelOf(int key) => key switch
    {
        -3 => "bt",
        -2 => "bn",
        0 => "n",
        1 => "u",
        2 => "v",
        6 => "t",
        _ => throw new InvalidOperationException($"label {key}"),
    };

    public void Add(Dictionary<string, object> record)
    {
        Assert.Empty(record.Keys.Except(["bn", "bt", "n", "u", "v", "t"]));
        _baseName = record.TryGetValue("bn", out object? baseName) ? (string)baseName : _baseName;
        _baseTime = record.TryGetValue("bt", out object? baseTime) ? (decimal)baseTime : _baseTime;
        _records.Add((
            _baseName + record["n"],
            record.TryGetValue("u", out object? unit) ? (string)unit : "",
            (decimal)record["v"],
            _baseTime + (record.TryGetValue("t", out object? time) ? (decimal)time : 0)));
    }

    public void AssertHolds(RandomReadings readings, string baseName)
    {
        int at = 0;
        for (int row = 0; row < readings.Readings.Count; row++)
        {
            for (int field = 0; field < readings.Schema.Count; field++)
            {
                if (readings.Number(row, field) is not { } number)
                {
                    continue;
                }

                // 4.5.3: a time below 2^28 is relative to now.
                Assert.Equal(
                    (baseName + readings.Schema[field].Name,
                        readings.Schema[field].Unit,
                        number,
                        readings.Time(row) ?? (decimal)-readings.Age(row)),
                    _records[at]);
                at++;
            }
        }

        Assert.Equal(at, _records.Count);
    }
}
