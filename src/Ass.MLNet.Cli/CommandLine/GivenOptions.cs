using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Tells given options from defaults.</summary>
internal static class GivenOptions
{
    public static bool IsGiven(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
