using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Edge.Bridge.Configuration;

/// <summary>One key of the schema: a property that has a description, and what its attributes say.</summary>
internal sealed class Setting
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Setting>> Sections = new();

    private Setting(PropertyInfo property, string description)
    {
        Property = property;
        Description = description;
        bool isList = property.PropertyType.IsGenericType
            && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        ItemType = isList ? property.PropertyType.GetGenericArguments()[0] : null;
        ValueType = ItemType ?? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsRequired = property.IsDefined(typeof(RequiredAttribute));
        IsUnique = property.IsDefined(typeof(UniqueAttribute));
        Range = property.GetCustomAttribute<RangeAttribute>();
        Time = property.GetCustomAttribute<TimeRangeAttribute>();
        Text = property.GetCustomAttribute<TextAttribute>();
        OnlyFor = property.GetCustomAttribute<OnlyForAttribute>()?.Kinds ?? [];
        DefaultText = property.GetCustomAttribute<DefaultTextAttribute>()?.Text;
        Needs = property.GetCustomAttribute<NeedsAttribute>();
        Distinct = property.GetCustomAttribute<DistinctAttribute>();
        Choices = [.. property.GetCustomAttributes<ChoiceForAttribute>()];
    }

    /// <summary>The property that takes the value.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The key.</summary>
    public string Name => Property.Name;

    /// <summary>What the key means, in a sentence of Markdown.</summary>
    public string Description { get; }

    /// <summary>The type of a list's items; null when the key is no list.</summary>
    public Type? ItemType { get; }

    /// <summary>The type of the value, or of each item.</summary>
    public Type ValueType { get; }

    /// <summary>True when the value, or each item, is a section with keys of its own.</summary>
    public bool IsSection => Of(ValueType).Count > 0;

    /// <summary>True when the key must be there; for a list, with at least one item.</summary>
    public bool IsRequired { get; }

    /// <summary>True when no two sections may have the same value.</summary>
    public bool IsUnique { get; }

    /// <summary>The bounds of a number.</summary>
    public RangeAttribute? Range { get; }

    /// <summary>The bounds of a time.</summary>
    public TimeRangeAttribute? Time { get; }

    /// <summary>The rule for a text.</summary>
    public TextAttribute? Text { get; }

    /// <summary>The kinds of section to which the key belongs; empty for all.</summary>
    public IReadOnlyList<object> OnlyFor { get; }

    /// <summary>The default in words; null when the property's own value tells it.</summary>
    public string? DefaultText { get; }

    /// <summary>The key without which this one makes no sense.</summary>
    public NeedsAttribute? Needs { get; }

    /// <summary>The rule for a list; null when it may have any items.</summary>
    public DistinctAttribute? Distinct { get; }

    /// <summary>The values that each kind of section allows; empty when all do.</summary>
    public IReadOnlyList<ChoiceForAttribute> Choices { get; }

    /// <summary>What a value, or each item, has to be: completes "expected ...".</summary>
    public string Expected => SettingValue.Expected(this) ?? $"a section with {KeysOf(ValueType)}";

    /// <summary>The keys of a section, in the order of the documentation; none when the type is no section.</summary>
    public static IReadOnlyList<Setting> Of(Type type) =>
        Sections.GetOrAdd(type, static type => [.. type.GetProperties()
            .Select(p => (Property: p, p.GetCustomAttribute<DescriptionAttribute>()?.Description))
            .Where(p => p.Description is not null)
            .Select(p => new Setting(p.Property, p.Description!))]);

    /// <summary>The keys of a section, as a sentence lists them.</summary>
    public static string KeysOf(Type section) => string.Join(", ", Of(section).Select(s => s.Name));
}
