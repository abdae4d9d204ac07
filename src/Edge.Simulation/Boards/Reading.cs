using System.Text.Json;

namespace Edge.Simulation.Boards;

/// <summary>One reading of a <see cref="SimulatedSensor"/>. It follows from the seed and the sequence number alone, so
/// whoever knows both can check that it arrived unchanged.</summary>
/// <param name="Sequence">0 for the first.</param>
/// <param name="Temperature">Degrees Celsius, two decimals.</param>
/// <param name="Humidity">Percent, one decimal.</param>
/// <param name="Pressure">Hectopascal, two decimals.</param>
public sealed record Reading(int Sequence, decimal Temperature, decimal Humidity, decimal Pressure)
{
    /// <summary>The reading with this number.</summary>
    public static Reading At(ulong seed, int sequence)
    {
        SeededRandom noise = new(seed + (ulong)sequence * 0x9E3779B97F4A7C15UL);
        double day = Math.Sin(sequence / 200.0);
        return new Reading(
            sequence,
            Math.Round((decimal)(20 + 4 * day + noise.NextDouble() * 0.2), 2),
            Math.Round((decimal)(55 - 10 * day + noise.NextDouble()), 1),
            Math.Round((decimal)(1013 + 3 * Math.Sin(sequence / 900.0) + noise.NextDouble() * 0.1), 2));
    }

    /// <summary>The reading in a payload of JSON.</summary>
    /// <returns>Null when it is none.</returns>
    public static Reading? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload);
            JsonElement root = json.RootElement;
            return new Reading(
                root.GetProperty("sequence").GetInt32(),
                root.GetProperty("temperature").GetDecimal(),
                root.GetProperty("humidity").GetDecimal(),
                root.GetProperty("pressure").GetDecimal());
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
