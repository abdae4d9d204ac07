using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Edge.Bridge.Configuration;

/// <summary>Fills option objects from a configuration by their schema and tells every mistake on the way.</summary>
/// <param name="folder">What paths in the configuration are relative to.</param>
/// <param name="tell">Takes the key of a setting, such as <c>Edge:Links:0:Baud</c>, and what is wrong with it.</param>
internal sealed class SchemaReader(string folder, Action<string, string> tell)
{
    private readonly Dictionary<(Setting Setting, string Value), string> _taken = [];

    /// <summary>Reads a section into an object whose type is the section's schema.</summary>
    public void ReadSection(object options, IConfigurationSection section)
    {
        IReadOnlyList<Setting> settings = Setting.Of(options.GetType());
        if (!string.IsNullOrEmpty(section.Value))
        {
            string keys = Setting.KeysOf(options.GetType());
            tell(section.Path, $"'{section.Value}' is a value; expected a section with {keys}");
            return;
        }

        TellUnknownKeys(section, [.. settings.Select(s => s.Name)]);

        // The values so far that decide which other keys and values belong to the section.
        Dictionary<Type, object> kinds = [];
        foreach (Setting setting in settings)
        {
            IConfigurationSection given = section.GetSection(setting.Name);
            if (!given.Exists())
            {
                ReadAbsent(options, given, setting, kinds);
                continue;
            }

            if (KindFor(setting, kinds) is { } kind && !setting.OnlyFor.Contains(kind))
            {
                tell(given.Path, $"does not belong to a {kind} link; it is for {string.Join(" and ", setting.OnlyFor)}");
                continue;
            }

            ReadGiven(options, given, setting, kinds);
            if (setting.Needs is { } needs && IsMissing(needs, section.GetSection(needs.Key), kinds))
            {
                string value = needs.Value is null ? "" : $" {needs.Value}";
                tell(given.Path, $"needs {needs.Key}{value} beside it{(needs.Rule is null ? "" : $" ({needs.Rule})")}");
            }
        }
    }

    /// <summary>Tells of the keys of a section that are none of the known ones.</summary>
    public void TellUnknownKeys(IConfiguration section, IReadOnlyList<string> known)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                string? nearest = NearestName.To(child.Key, known);
                string advice = nearest is null ? $"expected {string.Join(", ", known)}" : $"did you mean {nearest}?";
                tell(child.Path, $"unknown key; {advice}");
            }
        }
    }

    private void ReadAbsent(
        object options, IConfigurationSection given, Setting setting, Dictionary<Type, object> kinds)
    {
        ChoiceForAttribute[] choices = ChoicesIn(setting, kinds);
        bool isExpected = setting.OnlyFor.Count == 0
            || (KindFor(setting, kinds) is { } kind && setting.OnlyFor.Contains(kind));
        if (choices.FirstOrDefault(c => c.IsDefault) is { } usual)
        {
            setting.Property.SetValue(options, usual.Value);
        }
        else if (choices.Length > 0 || (setting.IsRequired && isExpected))
        {
            tell(given.Path, $"missing; expected {(choices.Length > 0 ? Expected(choices) : setting.Expected)}");
        }
    }

    private void ReadGiven(
        object options, IConfigurationSection given, Setting setting, Dictionary<Type, object> kinds)
    {
        object? value = setting.ItemType is not null ? ReadList(given, setting)
            : setting.IsSection ? ReadNewSection(given, setting)
            : ReadValue(given, setting, kinds);
        if (value is null)
        {
            return;
        }

        setting.Property.SetValue(options, value);
        if (setting.ValueType.IsEnum)
        {
            kinds[setting.ValueType] = value;
        }
    }

    private object ReadNewSection(IConfigurationSection given, Setting setting)
    {
        object section = Activator.CreateInstance(setting.ValueType)!;
        ReadSection(section, given);
        return section;
    }

    private IList ReadList(IConfigurationSection given, Setting setting)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(setting.ValueType))!;
        IConfigurationSection[] items = [.. given.GetChildren()];
        if (!string.IsNullOrEmpty(given.Value) || items.Any(i => !i.Key.All(char.IsAsciiDigit)))
        {
            string came = string.IsNullOrEmpty(given.Value) ? "is a section" : $"'{given.Value}' is a single value";
            tell(given.Path, $"{came}; expected a list, each item {setting.Expected}");
            return list;
        }

        TellCount(given, setting, items.Length);
        foreach ((int index, IConfigurationSection item) in items.Index())
        {
            if (item.Key != index.ToString(CultureInfo.InvariantCulture))
            {
                tell(item.Path, $"leaves a gap in the list; the next item is [{index}]");
            }

            object? value = setting.IsSection ? ReadNewSection(item, setting) : ReadValue(item, setting, []);
            if (value is not null && setting.Distinct is not null && list.Contains(value))
            {
                tell(item.Path, $"{value} is in the list already; expected {setting.Distinct.Expected}");
            }
            else if (value is not null)
            {
                list.Add(value);
            }
        }

        return list;
    }

    private void TellCount(IConfigurationSection given, Setting setting, int count)
    {
        if (setting.Distinct is { } distinct && (count == 0 || count > distinct.ItemsMax))
        {
            string came = count == 0 ? "is empty" : $"has {count} items";
            tell(given.Path, $"{came}; expected {distinct.Expected}, each {setting.Expected}");
        }
        else if (count == 0 && setting.IsRequired)
        {
            tell(given.Path, $"is empty; expected at least one item, {setting.Expected}");
        }
    }

    private object? ReadValue(IConfigurationSection given, Setting setting, Dictionary<Type, object> kinds)
    {
        if (given.GetChildren().Any())
        {
            tell(given.Path, $"is a section or a list; expected {setting.Expected}");
            return null;
        }

        (object? value, string? problem) = SettingValue.Parse(setting, given.Value ?? "", folder);
        ChoiceForAttribute[] choices = ChoicesIn(setting, kinds);
        if (problem is null && choices.Length > 0 && !choices.Any(c => c.Value.Equals(value)))
        {
            problem = $"{value} is not supported on a {choices[0].Kind} link; expected {Expected(choices)}";
        }

        if (problem is not null)
        {
            tell(given.Path, problem);
            return null;
        }

        TellTaken(given, setting, value!);
        return value;
    }

    private void TellTaken(IConfigurationSection given, Setting setting, object value)
    {
        string text = value.ToString()!;
        (Setting, string) taken = (setting, setting.Text?.IgnoresCase == true ? text.ToLowerInvariant() : text);
        if (setting.IsUnique && !_taken.TryAdd(taken, SettingPath.Of(given.Path)))
        {
            tell(given.Path, $"'{text}' is taken already, by {_taken[taken]}");
        }
    }

    // A value that could not be read was told, and is not missing.
    private static bool IsMissing(NeedsAttribute needs, IConfigurationSection other, Dictionary<Type, object> kinds) =>
        !other.Exists()
        || (needs.Value is { } value
            && kinds.TryGetValue(value.GetType(), out object? found) && !found.Equals(value));

    private static object? KindFor(Setting setting, Dictionary<Type, object> kinds) =>
        setting.OnlyFor.Count == 0 ? null : kinds.GetValueOrDefault(setting.OnlyFor[0].GetType());

    private static ChoiceForAttribute[] ChoicesIn(Setting setting, Dictionary<Type, object> kinds) =>
        [.. setting.Choices.Where(c => c.Kind.Equals(kinds.GetValueOrDefault(c.Kind.GetType())))];

    private static string Expected(ChoiceForAttribute[] choices) => string.Join(" or ", choices.Select(c => c.Value));
}
