using System.Globalization;
using System.Text;

namespace Edge.Simulation.Boards;

/// <summary>One reading of a simulated sensor. It follows from the seed and the sequence number alone, so whoever knows
/// both can check that it arrived unchanged.</summary>
/// <param name="Sequence">0 for the first.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Humidity">Percent.</param>
/// <param name="Pressure">Hectopascal.</param>
public sealed record Reading(int Sequence, double Temperature, double Humidity, double Pressure)
{
    /// <summary>The reading with this number.</summary>
    public static Reading At(ulong seed, int sequence)
    {
        SeededRandom noise = new(seed + (ulong)sequence * 0x9E3779B97F4A7C15UL);
        double day = Math.Sin(sequence / 200.0);
        return new Reading(
            sequence,
            Math.Round(20 + 4 * day + noise.NextDouble() * 0.2, 2),
            Math.Round(55 - 10 * day + noise.NextDouble(), 1),
            Math.Round(1013 + 3 * Math.Sin(sequence / 900.0) + noise.NextDouble() * 0.1, 2));
    }

    /// <summary>The reading as a JSON object in UTF-8.</summary>
    public byte[] ToJson() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"sequence\":{Sequence},\"temperature\":{Temperature},\"humidity\":{Humidity},\"pressure\":{Pressure}}}"));
}
