using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Tells what was given from what was not.</summary>
internal static class GivenOptions
{
    public static bool IsGiven(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
