using System.CommandLine;
using Ass.MLNet;

namespace AssCli;

/// <summary>The data sets that a command line names for training.</summary>
internal static class TrainingSets
{
    public static SegmentationDataset[] OpenSources(ParseResult result, TrainArguments arguments) =>
        [.. (result.GetValue(arguments.Source) ?? []).Select(s => s.Open(arguments.ClassNames(result), result.GetRequiredValue(arguments.Maps)).AsSource())];

    /// <summary>The target, in which only the chosen images keep their labels; none without <c>--target</c>.</summary>
    public static SegmentationDataset[] OpenTarget(ParseResult result, TrainArguments arguments)
    {
        if (result.GetValue(arguments.Target)?.Open(arguments.ClassNames(result), result.GetRequiredValue(arguments.Maps)) is not { } target)
            return [];
        var labeled = result.GetRequiredValue(arguments.Labeled)!;
        return [labeled.ListFile is { } list ? target.AsTarget(list) : target.AsTarget(labeled.Count, result.GetValue(arguments.Seed))];
    }
}
