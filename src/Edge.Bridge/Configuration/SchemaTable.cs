using System.Text;

namespace Edge.Bridge.Configuration;

/// <summary>The schema as a table of Markdown: the heart of docs/configuration.md.</summary>
internal static class SchemaTable
{
    /// <summary>The table, one row a key, each line ended by a line feed.</summary>
    public static string Markdown()
    {
        StringBuilder table = new("| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        AppendSection(table, typeof(EdgeOptions), "Edge");
        return table.ToString();
    }

    private static void AppendSection(StringBuilder table, Type section, string path)
    {
        object defaults = Activator.CreateInstance(section)!;
        foreach (Setting setting in Setting.Of(section))
        {
            string key = $"{path}.{setting.Name}";
            string items = setting.ItemType is null ? key : $"{key}[]";
            table.Append($"| `{key}` | {Value(setting)} | {Default(setting, defaults)} | {Meaning(setting)} |\n");
            if (setting.IsSection)
            {
                AppendSection(table, setting.ValueType, items);
            }
        }
    }

    private static string Value(Setting setting)
    {
        string value = setting.IsSection ? "section"
            : setting.Choices.Count > 0 ? ByKind(setting, c => $"`{c.Value}`")
            : setting.Expected;
        string list = setting.Distinct is null ? "list" : $"list of {setting.Distinct.Expected}";
        return setting.ItemType is null ? value : $"{list}: {value}";
    }

    private static string Default(Setting setting, object defaults)
    {
        if (setting.Choices.Count > 0)
        {
            return ByKind(setting, c => c.IsDefault ? $"`{c.Value}`" : "required");
        }

        if (setting.IsRequired || setting.DefaultText is not null)
        {
            return setting.DefaultText ?? "required";
        }

        object? value = setting.Property.GetValue(defaults);
        return setting.IsSection && setting.ItemType is null && value is not null ? "as below"
            : setting.ItemType is not null || value is null ? "none"
            : value is "" ? "empty"
            : value is bool isOn ? (isOn ? "`true`" : "`false`")
            : $"`{value}`";
    }

    private static string Meaning(Setting setting)
    {
        string kind = setting.OnlyFor.Count == 0 ? ""
            : $" {string.Join(" and ", setting.OnlyFor.Select(kind => $"`{kind}`"))} only.";
        string value = setting.Needs?.Value is { } other ? $" `{other}`" : "";
        string needs = setting.Needs is null ? "" : $" Needs `{setting.Needs.Key}`{value}.";
        string unique = setting.IsUnique ? " No two links may share one." : "";
        return setting.Description + kind + needs + unique;
    }

    private static string ByKind(Setting setting, Func<ChoiceForAttribute, string> text) =>
        string.Join(", ", setting.Choices.Select(c => $"{c.Kind}: {text(c)}"));
}
