using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Rows of help for options.</summary>
internal static class OptionHelp
{
    /// <summary>An option's names and argument, with its description and default.</summary>
    public static (string Name, string Description) Row(Option option)
    {
        string aliases = string.Concat(option.Aliases.Where(alias => alias.StartsWith('-')).Select(alias => $", {alias}"));
        string argument = option.ValueType == typeof(bool) || option.HelpName is null ? "" : $" {option.HelpName}";
        return (option.Name + aliases + argument, option.Description + Default(option));
    }

    private static string Default(Option option)
    {
        if (option.Required)
        {
            return " Required.";
        }

        bool isTold = option.HasDefaultValue && option.ValueType != typeof(bool) && !option.ValueType.IsArray;
        return isTold && option.GetDefaultValue() is { } value ? FormattableString.Invariant($" Default {value}.") : "";
    }
}
