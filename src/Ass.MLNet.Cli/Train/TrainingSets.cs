using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Train;

/// <summary>The data sets that a command line names for training.</summary>
internal static class TrainingSets
{
    public static SegmentationDataset[] OpenSources(ParseResult result, TrainArguments arguments) =>
        [.. Open(result, arguments, arguments.Source).Select(set => set.AsSource())];

    /// <summary>The targets, in which only the chosen images keep their labels; none without <c>--target</c>.</summary>
    /// <exception cref="UsageException">There are fewer labelled images than asked for, or it is not said of which set.</exception>
    public static SegmentationDataset[] OpenTargets(ParseResult result, TrainArguments arguments)
    {
        var labeled = result.GetRequiredValue(arguments.Labeled)!;
        var targets = Open(result, arguments, arguments.Target);
        if (targets.Length > 1 && labeled is not { ListFile: null, Count: null })
        {
            throw new UsageException(
                "--labeled chooses among the images of one --target, but several are given: list the images to keep behind each, as in "
                    + "--target folder:DIR:LIST.txt."
            );
        }
        try
        {
            return
            [
                .. targets.Select(target =>
                    labeled.ListFile is { } list ? target.AsTarget(list) : target.AsTarget(labeled.Count, result.GetValue(arguments.Seed))
                ),
            ];
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException($"--labeled: {Terminal.Message(e)}", e);
        }
    }

    /// <exception cref="UsageException">A map is for none of the sets.</exception>
    public static void CheckMaps(ParseResult result, TrainArguments arguments) =>
        LabelMapArgument.CheckUsed(
            result.GetRequiredValue(arguments.Maps),
            [
                .. result.GetValue(arguments.Source) ?? [],
                .. result.GetValue(arguments.Target) ?? [],
                result.GetResult(arguments.Validation) is null ? null : result.GetValue(arguments.Validation),
            ]
        );

    /// <exception cref="UsageException">Neither the options nor the sets tell the classes.</exception>
    public static IDataView Load(MLContext ml, SegmentationDataset[] sets, IReadOnlyList<string>? classNames)
    {
        if (classNames is null && sets.All(s => s.ClassNames is null))
        {
            throw new UsageException(
                "How many classes there are is not known: give --classes, or put a classes.txt into a folder of --source or --target."
            );
        }
        return ml.Data.LoadSegmentation(sets);
    }

    /// <summary>The images of a set, each with its folder's name, and whether it has a label; reads paths only.</summary>
    public static IReadOnlyList<(string Name, bool HasLabel)> Images(MLContext ml, SegmentationDataset set) =>
        [
            .. ml
                .Data.CreateEnumerable<ImageRow>(ml.Data.LoadSegmentation(set), reuseRowObject: true)
                .Select(row =>
                    (
                        $"{Path.GetFileName(Path.GetDirectoryName(row.ImagePath))}/{Path.GetFileName(row.ImagePath)}",
                        row.LabelPath is { Length: > 0 }
                    )
                ),
        ];

    /// <summary>The target images that keep their labels; reads paths only.</summary>
    public static string[] LabelledTargets(MLContext ml, IDataView data) =>
        [
            .. ml
                .Data.CreateEnumerable<ImageRow>(data, reuseRowObject: true)
                .Where(row => row is { Domain: "target", LabelPath.Length: > 0 })
                .Select(row => Path.GetFileNameWithoutExtension(row.ImagePath!)),
        ];

    /// <summary>The number of target images without labels; reads paths only.</summary>
    public static int UnlabelledTargets(MLContext ml, IDataView data) =>
        ml.Data.CreateEnumerable<ImageRow>(data, reuseRowObject: true).Count(row => row is { Domain: "target", LabelPath: null or "" });

    private static SegmentationDataset[] Open(ParseResult result, TrainArguments arguments, Option<DatasetArgument[]> option) =>
        [.. (result.GetValue(option) ?? []).Select(set => set.Open(arguments.ClassNames(result), result.GetRequiredValue(arguments.Maps)))];

    /// <summary>The text columns of <c>LoadSegmentation</c>.</summary>
    private sealed class ImageRow
    {
        public string? ImagePath { get; set; }

        public string? LabelPath { get; set; }

        public string? Domain { get; set; }
    }
}
