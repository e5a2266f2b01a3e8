using System.CommandLine;
using System.CommandLine.Parsing;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Train;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>The options of <c>paper</c>: the grid, and deviations from the paper's setting.</summary>
internal sealed class PaperArguments
{
    public PaperArguments()
    {
        Training[o => o.SourceSize].Description = "Size of source images. Default: 1280x720 for GTA5, 1280x760 for SYNTHIA.";
        Training[o => o.TargetSize].Description = "Size of target images, in prediction too. Default: 1024x512.";
        Training[o => o.AdaptSegNet.DecayIterations].Description = "Steps after which learning rates would reach 0. Default: 250000.";
        Rows = new("--rows")
        {
            Description = "Rows of the table: recipes. Row source-only uses no target label, and is trained once for each seed.",
            HelpName = "a,b,c",
            CustomParser = ParseRows,
            DefaultValueFactory = _ => [.. new[] { "target-only", "joint", "global", "ass" }.Select(Row)],
        };
    }

    public Option<string?> Gta5 { get; } =
        new("--gta5") { Description = "GTA5 as the source: the folder of images/ and labels/.", HelpName = "DIR" };

    public Option<string?> Synthia { get; } =
        new("--synthia") { Description = "SYNTHIA-RAND-CITYSCAPES as the source: the folder of RGB/ and GT/LABELS/.", HelpName = "DIR" };

    public Option<string> Cityscapes { get; } =
        new("--cityscapes")
        {
            Description = "The target: the folder of leftImg8bit/ and gtFine/. Training uses train, figures are of val.",
            HelpName = "DIR",
            Required = true,
        };

    public Option<int[]> Labeled { get; } =
        new("--labeled")
        {
            Description = "How many target images keep their labels, chosen by the seed.",
            HelpName = "N,N,…",
            CustomParser = result => ParseNumbers(result, 1),
            DefaultValueFactory = _ => [50, 100, 200, 500, 1000, 2975],
        };

    public Option<int[]> Seeds { get; } =
        new("--seeds")
        {
            Description = "Seeds: each trains the whole grid once.",
            HelpName = "N,N,…",
            CustomParser = result => ParseNumbers(result, 0),
            DefaultValueFactory = _ => [1, 2, 3],
        };

    public Option<GridRow[]> Rows { get; }

    public Option<string> Output { get; } =
        new("--output")
        {
            Description =
                "The folder for table.md, results.csv and a run's folder for each cell. The same command goes on with what is there.",
            HelpName = "DIR",
            Required = true,
        };

    public Option<bool> Overwrite { get; } =
        new("--overwrite") { Description = "Train cells again that were trained with other settings. Default: they are an error." };

    public Option<DeviceArgument> Device { get; } = CommonOptions.Device();

    /// <summary>The options shared with <c>train</c>, with the paper's defaults.</summary>
    public TrainArguments Training { get; } = new(AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes));

    public Option[] All =>
        [Gta5, Synthia, Cityscapes, Labeled, Seeds, Rows, Output, Overwrite, Device, Training[o => o.Run.CheckpointEvery], .. Settings];

    /// <summary>The rows decide the recipe, and their cells are compared after the same number of steps.</summary>
    private IEnumerable<Option> Settings =>
        Training
            .Settings.Select(setting => setting.Option)
            .Except([
                Training.Recipe,
                Training[o => o.Run.EarlyStoppingPatience],
                Training[o => o.Run.EarlyStoppingMinimumGain],
                Training[o => o.Run.ReturnBestModel],
            ]);

    /// <summary>A sentence on how far the run follows the paper.</summary>
    public string Describe(ParseResult result)
    {
        string[] changes =
        [
            .. Settings
                .Except([Weights, Training[o => o.Run.ProgressInterval]])
                .Select(result.GetResult)
                .OfType<OptionResult>()
                .Where(o => !o.Implicit)
                .Select(o => string.Join(' ', [o.Option.Name, .. o.Tokens.Select(t => t.Value)])),
        ];
        string setting = changes.Length == 0 ? "the paper's" : $"the paper's, but {string.Join(", ", changes)}";
        return $"Setting: {setting}. Initial weights: "
            + $"{result.GetValue(Weights) ?? "random, where the paper's are pretrained (--weights)"}.";
    }

    /// <summary>Those whose values tell what is done; settings that were not given are in the training options.</summary>
    public IEnumerable<Option> Telling(ParseResult result) => All.Where(option => result.IsGiven(option) || !Settings.Contains(option));

    public (PaperSetting Setting, string Folder) Source(ParseResult result) =>
        result.GetValue(Gta5) is { } gta5 ? (PaperSetting.Gta5, gta5) : (PaperSetting.Synthia, result.GetValue(Synthia)!);

    /// <summary>The paper's options for a cell, with the given ones applied.</summary>
    public AssSegmentationOptions ToOptions(ParseResult result, GridCell cell, string folder)
    {
        var options = AssSegmentationOptions.Paper(Source(result).Setting.Preset);
        Training.Apply(result, options);
        options.Recipe = cell.Recipe;
        UnfeltOptions.Reset(options, AssSegmentationOptions.Paper(Source(result).Setting.Preset));
        options.Run.WorkspacePath = folder;
        options.Run.Resume = true;
        return options;
    }

    /// <summary>The weights that all cells start from.</summary>
    public WeightsOption Weights => (WeightsOption)Training[o => o.PretrainedWeights];

    private GridRow Row(string name) => new(name, (AdaptationRecipe)Training.Recipe.ValueOf(name)!);

    private GridRow[]? ParseRows(ArgumentResult result)
    {
        string[] names = [.. result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries).Distinct()];
        if (names.FirstOrDefault(n => Training.Recipe.ValueOf(n) is null) is not { } unknown)
        {
            return [.. names.Select(Row)];
        }
        result.AddError(
            $"--rows must be recipes ({Training.Recipe.HelpName!.Replace("|", ", ")}) separated by commas, but has '{unknown}'."
        );
        return null;
    }

    private static int[]? ParseNumbers(ArgumentResult result, int least)
    {
        string text = result.Tokens[^1].Value;
        int[] numbers =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(word => NumberText.TryParse(word, out int number) ? number : -1)
                .Distinct(),
        ];
        if (numbers.All(n => n >= least))
        {
            return numbers;
        }
        result.AddError($"{ValueArguments.Name(result)} must be numbers of {least} or more separated by commas, but is '{text}'.");
        return null;
    }
}
