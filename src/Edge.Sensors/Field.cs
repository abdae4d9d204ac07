using System;

namespace Edge.Sensors;

/// <summary>One value of a reading: what it is called, in which unit, and how many decimals its integer has.</summary>
public sealed class Field
{
    /// <summary>The value of a field that could not be measured.</summary>
    public const int Missing = int.MinValue;

    /// <summary>Most decimals that a field can have.</summary>
    public const int DecimalsMax = 9;

    /// <param name="name">1 to 64 of the characters that SenML allows in names (RFC 8428, 4.5.1): letters, digits and
    /// <c>- : . / _</c>, the first a letter or digit.</param>
    /// <param name="unit">The unit's symbol, as in <see cref="Units"/>; empty for none.</param>
    /// <param name="decimals">0 to 9: an integer of 2153 with 2 decimals is 21.53.</param>
    /// <exception cref="ArgumentException">A name or symbol that is none, or too many decimals.</exception>
    public Field(string name, string unit, int decimals)
    {
        NameBytes = Utf8.GetBytes(name);
        UnitBytes = Utf8.GetBytes(unit);
        if (NameBytes.Length > 64 || !SenmlName.IsValid(NameBytes))
        {
            throw new ArgumentException(
                "field name '" + name + "': 1 to 64 letters, digits and - : . / _, the first a letter or digit", nameof(name));
        }

        if (!IsSymbol(UnitBytes))
        {
            throw new ArgumentException("unit '" + unit + "': printable ASCII without quotes and backslash", nameof(unit));
        }

        if (decimals < 0 || decimals > DecimalsMax)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), "a field has 0 to 9 decimals");
        }

        Name = name;
        Unit = unit;
        Decimals = decimals;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The symbol of its unit; empty for none.</summary>
    public string Unit { get; }

    /// <summary>How many digits of the integer are behind the decimal point.</summary>
    public int Decimals { get; }

    /// <summary>The name's bytes, none of which needs an escape anywhere. Not to be written to.</summary>
    public byte[] NameBytes { get; }

    /// <summary>The symbol's bytes, none of which needs an escape in JSON. Not to be written to.</summary>
    public byte[] UnitBytes { get; }

    private static bool IsSymbol(byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] <= ' ' || bytes[i] > '~' || bytes[i] == '"' || bytes[i] == '\\')
            {
                return false;
            }
        }

        return true;
    }
}
