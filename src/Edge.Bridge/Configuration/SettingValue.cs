using System.Globalization;
using System.Net;
using Edge.Bridge.Guard;

namespace Edge.Bridge.Configuration;

/// <summary>The types that a value may have: what each expects, and how a text becomes one.</summary>
internal static class SettingValue
{
    private static readonly Dictionary<Type, Kind> Kinds = new()
    {
        [typeof(int)] = new Kind(s => $"{s.Range!.Minimum} to {s.Range.Maximum}", Number<int>),
        [typeof(long)] = new Kind(s => $"{s.Range!.Minimum} to {s.Range.Maximum}", Number<long>),
        [typeof(bool)] = new Kind(_ => "true or false", Truth),
        [typeof(TimeSpan)] = new Kind(s => s.Time!.Expected, Time),
        [typeof(string)] = new Kind(s => s.Text!.Expected, Text),
        [typeof(IPEndPoint)] = Of<IPEndPoint>(ListenEndpoint.Expected, ListenEndpoint.Parse),
        [typeof(BrokerAddress)] = Of<BrokerAddress>(BrokerAddress.Expected, BrokerAddress.Parse),
        [typeof(TopicFilter)] = Of<TopicFilter>(TopicFilterText.Expected, TopicFilterText.Parse),
        [typeof(ClientIdPattern)] = Of<ClientIdPattern>(ClientIdPattern.Expected, ClientIdPattern.Parse),
        [typeof(IPNetwork)] = Of<IPNetwork>(NetworkText.Expected, NetworkText.Parse),
        [typeof(UsersFile)] = File<UsersFile>(UsersFile.Expected, UsersFile.Read),
        [typeof(SecretFile)] = File<SecretFile>(SecretFile.Expected, SecretFile.Read),
        [typeof(PemFile)] = File<PemFile>(PemFile.Expected, PemFile.Read),
    };

    // Returns null, or what is wrong with the text.
    private delegate string? Parser<T>(string text, out T? value);

    // The same for the path of a file.
    private delegate string? Reader<T>(string folder, string path, out T? value);

    /// <summary>What a value of this key has to be; null when its type is a section.</summary>
    public static string? Expected(Setting setting) =>
        setting.ValueType.IsEnum
            ? string.Join(" or ", Enum.GetNames(setting.ValueType))
            : Kinds.GetValueOrDefault(setting.ValueType)?.Expected(setting);

    /// <summary>Reads a text.</summary>
    /// <returns>The value, or null and what is wrong: what came, and what was expected.</returns>
    public static (object? Value, string? Problem) Parse(Setting setting, string text, string folder) =>
        setting.ValueType.IsEnum ? Member(setting, text) : Kinds[setting.ValueType].Parse(setting, text, folder);

    private static Kind Of<T>(string expected, Parser<T> parse) => new(
        _ => expected,
        (_, text, _) => parse(text, out T? value) is { } problem ? (null, problem) : (value, null));

    private static Kind File<T>(string expected, Reader<T> read) => new(
        _ => expected,
        (_, text, folder) => read(folder, text, out T? value) is { } problem ? (null, problem) : (value, null));

    private static (object? Value, string? Problem) Text(Setting setting, string text, string folder) =>
        setting.Text!.Allows(text) ? (text, null) : (null, $"'{text}' is not allowed; expected {setting.Expected}");

    private static (object? Value, string? Problem) Number<T>(Setting setting, string text, string folder)
        where T : struct, IConvertible
    {
        int digitsAt = text.StartsWith('-') ? 1 : 0;
        if (text.Length == digitsAt || text.AsSpan(digitsAt).ContainsAnyExceptInRange('0', '9'))
        {
            return (null, $"'{text}' is not a whole number; expected {setting.Expected}");
        }

        bool isInRange = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= Bound(setting.Range!.Minimum) && number <= Bound(setting.Range.Maximum);
        return isInRange
            ? (((IConvertible)number).ToType(typeof(T), CultureInfo.InvariantCulture), null)
            : (null, $"{text} is out of range; expected {setting.Expected}");
    }

    // The bounds of an int are numbers; those of a long are written as text.
    private static long Bound(object bound) => Convert.ToInt64(bound, CultureInfo.InvariantCulture);

    private static (object? Value, string? Problem) Time(Setting setting, string text, string folder)
    {
        // Without the colon "7" would be days, which nobody can guess.
        bool isTime = TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan time)
            && text.Contains(':');
        return !isTime ? (null, $"'{text}' is not a time; expected {setting.Expected}")
            : time < setting.Time!.Minimum || time > setting.Time.Maximum
                ? (null, $"{text} is out of range; expected {setting.Expected}")
            : (time, null);
    }

    private static (object? Value, string? Problem) Truth(Setting setting, string text, string folder) =>
        bool.TryParse(text, out bool value)
            ? (value, null)
            : (null, $"'{text}' is not known; expected {setting.Expected}");

    // By name only: Enum.TryParse would also take "0" and "Serial, Tcp".
    private static (object? Value, string? Problem) Member(Setting setting, string text)
    {
        string? name = Enum.GetNames(setting.ValueType)
            .FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? (Enum.Parse(setting.ValueType, name), null)
            : (null, $"'{text}' is not known; expected {setting.Expected}");
    }

    private sealed record Kind(
        Func<Setting, string> Expected, Func<Setting, string, string, (object? Value, string? Problem)> Parse);
}
