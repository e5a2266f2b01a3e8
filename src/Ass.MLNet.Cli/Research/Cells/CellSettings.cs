using System.Text.Json;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>Compares the settings that a cell was started with (its <c>options.json</c>) with the current ones.</summary>
internal static class CellSettings
{
    /// <summary>The contents of label maps' files.</summary>
    public const string MapContents = "mapContents";

    /// <summary>The content of the weight file.</summary>
    public const string WeightContent = "weightContent";

    /// <summary>The names of the images of a paper's cell.</summary>
    public const string Images = "images";

    /// <summary>The names of the labelled images of a list, with their folders' names.</summary>
    public const string LabelledImages = "labelledImages";

    /// <summary>The names of the classes that are measured, in their order.</summary>
    public const string Classes = "classes";

    // Those which cells of earlier versions do not tell.
    private static readonly string[] Later =
    [
        $"data.{MapContents}",
        $"data.{WeightContent}",
        $"data.{Images}",
        $"data.{LabelledImages}",
        $"data.{Classes}",
    ];

    private const string Weights = "training.pretrainedWeights";
    private const int LongestValue = 60;

    /// <summary>Sections that affect the result.</summary>
    private static readonly string[] Sections = ["data", "training", "labelledTargets"];

    /// <summary>Options that do not affect the result.</summary>
    private static readonly string[] Harmless =
    [
        "training.workspacePath",
        "training.checkpointEvery",
        "training.progressInterval",
        "training.dataCheck",
        "training.decodingThreads",
        "training.decodedCacheMegabytes",
        "training.gpuDeviceId",
        "training.fallbackToCpu",
        "training.maximumSkippedSteps",
        "training.measureGradientNorms",
    ];

    /// <summary>Options of images that a recipe does not train on.</summary>
    private static readonly Dictionary<AdaptationRecipe, string[]> WithoutEffect = new()
    {
        [AdaptationRecipe.TargetOnly] = ["training.sourceWeight", "training.sourceSize"],
        [AdaptationRecipe.SourceOnly] = ["training.targetWeight"],
    };

    private const string SelfTrains = "training.selfTraining";

    /// <summary>Options without effect where there is no self-training.</summary>
    private static readonly string[] OfSelfTraining =
    [
        .. AssSegmentationOption
            .All.Where(option => option.Group == nameof(AssSegmentationOptions.SelfTraining))
            .Select(option => $"training.{JsonNamingPolicy.CamelCase.ConvertName(option.Key)}"),
    ];

    /// <summary>Values of options that are missing from a cell's file: the fixed behaviour of the version that wrote it.</summary>
    private static readonly Dictionary<string, string> EarlierDefaults = Values(new() { ["training"] = RunSettings.EarlierDefaults() });

    /// <param name="earlier">The settings that the cell was started with.</param>
    /// <param name="now">The current ones.</param>
    /// <param name="isFinished">Whether results are compared, for which options of images that are not trained on and the place of a weight
    /// file are of no account; a training that goes on must have all the same.</param>
    /// <returns>A line for each difference.</returns>
    public static IReadOnlyList<string> Differences(JsonObject earlier, JsonObject now, bool isFinished = true)
    {
        var (before, after) = (Values(earlier), Values(now));
        return
        [
            .. after
                .Keys.Union(before.Keys)
                .Except(Harmless)
                .Except(Value(before, SelfTrains) == "false" && Value(after, SelfTrains) == "false" ? OfSelfTraining : [])
                .Except(isFinished ? WithoutEffect.SelectMany(of => AreOfRecipe(before, after, of.Key) ? of.Value : []) : [])
                .Where(name => Value(before, name) != Value(after, name))
                .Where(name => !Later.Contains(name) || before.ContainsKey(name))
                .Where(name => name != Weights || !isFinished || !AreSameWeights(before, after))
                .Select(name => $"{name}: {Text(before, name)} there, {Text(after, name)} now"),
        ];
    }

    /// <summary>The content of a weight file, for <see cref="WeightContent"/>; null for words such as <c>imagenet</c>.</summary>
    /// <param name="weights">Its path, perhaps with the name of a network in it behind <c>#</c>; null for none.</param>
    public static string? ContentOf(string? weights) =>
        weights is not (null or PretrainedWeights.ImageNet) && WeightsOption.FileOf(weights) is var file && File.Exists(file)
            ? FileHash.Of(file)
            : null;

    /// <summary>Refuses to continue cells that were started with other settings.</summary>
    /// <param name="cells">The names of cells, and how their settings differ.</param>
    /// <param name="output">The folder of the cells.</param>
    /// <exception cref="InvalidOperationException">Cells were started with other settings; the error names the first one and its
    /// differences.</exception>
    public static void Check(IEnumerable<(string Name, IReadOnlyList<string> Differences)> cells, string output)
    {
        var changed = cells.Where(c => c.Differences.Count > 0).ToArray();
        if (changed is not [var first, ..])
        {
            return;
        }
        string others = changed.Length > 1 ? $" (and {changed.Length - 1} more)" : "";
        throw new InvalidOperationException(
            $"Cell {first.Name}{others} in '{output}' was begun with other settings: {string.Join("; ", first.Differences)}. "
                + "Give --overwrite to train such cells again, or choose another --output."
        );
    }

    private static Dictionary<string, string> Values(JsonObject settings)
    {
        var values = new Dictionary<string, string>();
        foreach (string section in Sections)
        {
            if (settings[section] is JsonObject entries)
            {
                foreach (var (name, value) in entries)
                {
                    values[$"{section}.{name}"] = value?.ToJsonString() ?? "null";
                }
            }
            else
            {
                values[section] = settings[section]?.ToJsonString() ?? "null";
            }
        }

        return values;
    }

    /// <summary>Whether two weight files have the same content, wherever they lie, and the same network of it is meant.</summary>
    private static bool AreSameWeights(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        string? content = after.GetValueOrDefault($"data.{WeightContent}");
        return content is not (null or "null")
            && content == before.GetValueOrDefault($"data.{WeightContent}")
            && Network(before) == Network(after);

        static string Network(Dictionary<string, string> values)
        {
            string path = values.GetValueOrDefault(Weights, "");
            int mark = path.LastIndexOf('#');
            return mark < 0 || mark < path.LastIndexOfAny(['/', '\\']) ? "" : path[(mark + 1)..];
        }
    }

    private static bool AreOfRecipe(Dictionary<string, string> before, Dictionary<string, string> after, AdaptationRecipe recipe) =>
        new[] { before, after }.All(values => values.GetValueOrDefault("training.recipe") == $"\"{recipe}\"");

    private static string? Value(Dictionary<string, string> values, string name) =>
        values.GetValueOrDefault(name) ?? EarlierDefaults.GetValueOrDefault(name);

    private static string Text(Dictionary<string, string> values, string name) =>
        Value(values, name) is not { } value ? "nothing"
        : value.Length > LongestValue ? value[..LongestValue] + "…"
        : value;
}
