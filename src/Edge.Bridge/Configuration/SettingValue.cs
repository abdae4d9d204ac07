using System.Globalization;
using System.Net;

namespace Edge.Bridge.Configuration;

/// <summary>The value that a text stands for, by the type and the rules of its key.</summary>
internal static class SettingValue
{
    /// <summary>Reads a text.</summary>
    /// <returns>The value, or null and what is wrong: what came, and what was expected.</returns>
    public static (object? Value, string? Problem) Parse(Setting setting, string text, string folder)
    {
        Type type = setting.ValueType;
        if (type == typeof(int))
        {
            return Number(setting, text);
        }

        if (type == typeof(string))
        {
            return setting.Text!.Allows(text)
                ? (text, null)
                : (null, $"'{text}' is not allowed; expected {setting.Expected}");
        }

        if (type == typeof(IPEndPoint))
        {
            string? problem = ListenEndpoint.Parse(text, out IPEndPoint? endpoint);
            return (endpoint, problem);
        }

        if (type == typeof(BrokerAddress))
        {
            string? problem = BrokerAddress.Parse(text, out BrokerAddress? address);
            return (address, problem);
        }

        if (type == typeof(SecretFile))
        {
            string? problem = SecretFile.Read(folder, text, out SecretFile? secret);
            return (secret, problem);
        }

        return Member(setting, text);
    }

    private static (object? Value, string? Problem) Number(Setting setting, string text)
    {
        int digitsAt = text.StartsWith('-') ? 1 : 0;
        if (text.Length == digitsAt || !text.AsSpan(digitsAt).ContainsOnlyDigits())
        {
            return (null, $"'{text}' is not a whole number; expected {setting.Expected}");
        }

        bool isInRange = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= (int)setting.Range!.Minimum && number <= (int)setting.Range.Maximum;
        return isInRange ? (number, null) : (null, $"{text} is out of range; expected {setting.Expected}");
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    // By name only: Enum.TryParse would also take "0" and "Serial, Tcp".
    private static (object? Value, string? Problem) Member(Setting setting, string text)
    {
        string? name = Enum.GetNames(setting.ValueType)
            .FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? (Enum.Parse(setting.ValueType, name), null)
            : (null, $"'{text}' is not known; expected {setting.Expected}");
    }
}
