using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Tells what was given from what was not, so that a preset's values stay where nothing was said.</summary>
internal static class GivenOptions
{
    public static bool IsGiven(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Hands on a value that was given.</summary>
    public static void IfGiven<T>(this ParseResult result, Option<T> option, Action<T> use)
    {
        if (result.IsGiven(option))
            use(result.GetValue(option)!);
    }

    /// <summary>Hands on a choice that was given.</summary>
    public static void IfChosen<T>(this ParseResult result, ChoiceOption<T> option, Action<T> use) where T : struct
    {
        if (result.IsGiven(option))
            use(option.Value(result));
    }
}
