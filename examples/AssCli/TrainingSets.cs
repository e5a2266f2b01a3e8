using System.CommandLine;
using Ass.MLNet;
using Microsoft.ML;

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

    /// <summary>The target images that keep their labels; reads paths only.</summary>
    public static string[] LabelledTargets(MLContext ml, IDataView data) =>
    [
        .. ml.Data.CreateEnumerable<ImageRow>(data, reuseRowObject: true)
            .Where(row => row is { Domain: "target", LabelPath.Length: > 0 })
            .Select(row => Path.GetFileNameWithoutExtension(row.ImagePath!)),
    ];

    /// <summary>The text columns of <c>LoadSegmentation</c>.</summary>
    private sealed class ImageRow
    {
        public string? ImagePath { get; set; }

        public string? LabelPath { get; set; }

        public string? Domain { get; set; }
    }
}
