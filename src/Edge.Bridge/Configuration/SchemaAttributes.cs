using System.Globalization;

namespace Edge.Bridge.Configuration;

// Beside the runtime's own Description, Range and Required, this is what a property says about the key it stands for.

/// <summary>The key belongs to sections whose deciding key has one of these values, and is a mistake in others.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OnlyForAttribute(params object[] kinds) : Attribute
{
    /// <summary>Values of the enum that is the type of the deciding key, which stands before this one.</summary>
    public IReadOnlyList<object> Kinds { get; } = kinds;
}

/// <summary>A value that the key may have in sections of one kind; without any, every value is allowed.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
internal sealed class ChoiceForAttribute(object kind, object value) : Attribute
{
    /// <summary>As in <see cref="OnlyForAttribute.Kinds"/>.</summary>
    public object Kind { get; } = kind;

    /// <summary>The allowed value.</summary>
    public object Value { get; } = value;

    /// <summary>True when the value need not be said.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>The key makes sense only beside another.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeedsAttribute(string key, object? value = null) : Attribute
{
    /// <summary>The other key of the same section; with a <see cref="Value"/>, it stands before this one.</summary>
    public string Key { get; } = key;

    /// <summary>What the other key has to say, a value of an enum; null when it has to be there.</summary>
    public object? Value { get; } = value;

    /// <summary>The rule of MQTT that says so; null when sense does.</summary>
    public string? Rule { get; init; }
}

/// <summary>The key is a list that has at least one item, and no item twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DistinctAttribute(int itemsMax) : Attribute
{
    /// <summary>As many items as it may have.</summary>
    public int ItemsMax { get; } = itemsMax;

    /// <summary>Stands before what each item has to be.</summary>
    public string Expected => $"1 to {ItemsMax} items, no two alike";
}

/// <summary>The bounds of a time, both as the configuration writes it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string minimum, string maximum) : Attribute
{
    /// <summary>The shortest allowed.</summary>
    public TimeSpan Minimum { get; } = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);

    /// <summary>The longest allowed.</summary>
    public TimeSpan Maximum { get; } = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    /// <summary>Completes "expected ...".</summary>
    public string Expected => $"{Minimum} to {Maximum}, as days.hours:minutes:seconds";
}

/// <summary>No two sections may have the same value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UniqueAttribute : Attribute;

/// <summary>The default in words, where it differs between machines.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DefaultTextAttribute(string text) : Attribute
{
    /// <summary>Markdown.</summary>
    public string Text { get; } = text;
}
