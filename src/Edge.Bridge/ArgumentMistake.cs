using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Edge.Bridge.Configuration;

namespace Edge.Bridge;

/// <summary>The first thing that is wrong with the arguments, in one line.</summary>
internal static class ArgumentMistake
{
    private const string Expected = "; expected ";

    /// <summary>The line, or null when the arguments are right.</summary>
    public static string? In(ParseResult parsed)
    {
        // The parser lets "[word]" pass in silence, as a directive that nobody reads.
        if (parsed.Tokens.FirstOrDefault(t => t.Type == TokenType.Directive) is { } directive)
        {
            return $"edge: unknown verb '{directive.Value}'; see 'edge --help'";
        }

        // Help is given to whoever asks, also beside a mistake.
        if (parsed.Errors.Count == 0 || parsed.Action is System.CommandLine.Help.HelpAction)
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "edge" : $"edge {command.Name}";
        string? unmatched = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (unmatched is null)
        {
            string message = parsed.Errors[0].Message.TrimEnd('.');
            bool hasAdvice = message.Contains(Expected, StringComparison.Ordinal);
            return $"{name}: {message}{(hasAdvice ? "" : $"; see '{name} --help'")}";
        }

        bool isOption = unmatched.StartsWith('-');
        bool isVerb = !isOption && command.Subcommands.Count > 0;
        IEnumerable<Symbol> known = isVerb ? command.Subcommands : command.Options;
        string kind = isOption ? "unknown option" : isVerb ? "unknown verb" : "unexpected argument";
        string? nearest = isOption || isVerb
            ? NearestName.To(unmatched.Split('=')[0], known.Select(k => k.Name))
            : null;
        return $"{name}: {kind} '{unmatched}'; "
            + (nearest is null ? $"see '{name} --help'" : $"did you mean '{nearest}'?");
    }

    /// <summary>Reads the value of an option that is one of a few words.</summary>
    public static Func<ArgumentResult, T?> Word<T>()
        where T : struct, Enum => argument =>
    {
        string text = argument.Tokens[0].Value;
        string[] words = Enum.GetNames<T>();
        if (Array.FindIndex(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and int index)
        {
            return Enum.GetValues<T>()[index];
        }

        string option = ((OptionResult)argument.Parent!).Option.Name;
        string expected = string.Join(" or ", words).ToLowerInvariant();
        argument.AddError($"'{text}' is not allowed for {option}{Expected}{expected}");
        return null;
    };

    /// <summary>Reads the value of an option that is a number, and has no default.</summary>
    public static Func<ArgumentResult, int?> NumberOrNone(int min, int max) => argument => Number(min, max)(argument);

    /// <summary>Reads the value of an option that is a number.</summary>
    public static Func<ArgumentResult, int> Number(int min, int max) => argument =>
    {
        string text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= min && number <= max)
        {
            return number;
        }

        string option = ((OptionResult)argument.Parent!).Option.Name;
        argument.AddError($"'{text}' is not allowed for {option}{Expected}{min} to {max}");
        return 0;
    };
}
