using System.CommandLine;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Options of <c>train</c> from a study's file, parsed as <c>train</c> parses them.</summary>
internal sealed class CellArguments
{
    private static readonly TrainArguments Train = new();

    /// <summary>All but those that the study sets itself: cells are compared after the last of equally many steps and evaluated
    /// once.</summary>
    private static readonly Option[] Options =
    [
        .. Train.All.Except([
            Train.Recipe,
            Train.Labeled,
            Train.Seed,
            Train.Output,
            Train.Device,
            Train.Distributed,
            Train.DistributedTimeout,
            Train.NoNccl,
            Train.Overwrite,
            Train[o => o.Run.Resume],
            Train[o => o.Run.AllowChangesOnResume],
            Train[o => o.Run.ValidateEvery],
            Train[o => o.Run.EarlyStoppingPatience],
            Train[o => o.Run.EarlyStoppingMinimumGain],
            Train[o => o.Run.ReturnBestModel],
        ]),
    ];

    private readonly ParseResult _result;
    private readonly string _baseFolder;

    private IEnumerable<string> GivenMaps => _result.GetResult(Train.Maps)?.Tokens.Select(token => token.Value) ?? [];

    private CellArguments(ParseResult result, string baseFolder) => (_result, _baseFolder) = (result, baseFolder);

    /// <summary>The options' names, without dashes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Options.Select(Name)];

    public IReadOnlyList<string>? ClassNames => Train.ClassNames(_result);

    /// <summary>The source images; empty if none are given.</summary>
    public SegmentationDataset[] Sources => [.. (_result.GetValue(Train.Source) ?? []).Select(s => Open(s).AsSource())];

    /// <summary>The target images with all their labels; null if none are given.</summary>
    /// <exception cref="UsageException">There are several.</exception>
    public SegmentationDataset? Target =>
        _result.GetValue(Train.Target) switch
        {
            null or [] => null,
            [var set] => Open(set),
            _ => throw new UsageException("'target' is given several times; a study has one, of whose images it labels some."),
        };

    /// <summary>The images to evaluate on; null if none are given.</summary>
    public SegmentationDataset? Validation => _result.GetValue(Train.Validation) is { } set ? Open(set) : null;

    public string SourceName => string.Join(' ', (_result.GetValue(Train.Source) ?? []).Select(NameOf));

    public string TargetName => string.Join(' ', (_result.GetValue(Train.Target) ?? []).Select(NameOf));

    public string ValidationName => NameOf(_result.GetValue(Train.Validation));

    /// <summary>The label maps as given; empty without any.</summary>
    public string MapNames => string.Join(' ', GivenMaps.Select(Path.GetFileName));

    /// <summary>What is in the files of label maps; empty without any.</summary>
    public string MapContents => string.Join(' ', GivenMaps.Select(map => map.Split('=', 2)[^1]).Where(File.Exists).Select(FileHash.Of));

    /// <summary>The labels that the map of the images to evaluate on names, in its order; empty without such a map.</summary>
    public string ValidationLabels => MappedLabels(_result.GetValue(Train.Validation));

    /// <summary>The same of the target's map.</summary>
    public string TargetLabels => MappedLabels(_result.GetValue(Train.Target) is [var set] ? set : null);

    /// <summary>The weight file or a word for one; null if none is given.</summary>
    public string? Weights => _result.GetValue((WeightsOption)Train[o => o.PretrainedWeights]);

    /// <summary>The recipe of a word.</summary>
    public static GridRow? FindRow(string word) => Train.Recipe.ValueOf(word) is AdaptationRecipe recipe ? new(word, recipe) : null;

    /// <param name="words">Values by the options' names.</param>
    /// <param name="baseFolder">The folder that relative paths are resolved against.</param>
    /// <exception cref="UsageException">A value is not valid for its option.</exception>
    public static CellArguments Parse(IReadOnlyDictionary<string, string[]> words, string baseFolder)
    {
        var command = new Command("train");
        foreach (var option in Options)
        {
            command.Add(option);
        }
        var result = command.Parse([.. words.SelectMany(w => w.Value.Select(value => $"--{w.Key}={Located(w.Key, value)}"))]);
        return result.Errors.Count == 0
            ? new(result, baseFolder)
            : throw new UsageException(string.Join(" ", result.Errors.Select(e => e.Message)));

        string Located(string name, string value)
        {
            if (name == Name(Train.Maps) && value.Split('=', 2) is [var kind, var map])
            {
                return $"{kind}={FileOr(map)}";
            }
            return name == Name(Train[o => o.PretrainedWeights]) || name == Name(Train.Classes) ? FileOr(value) : value;
        }

        // These options take words, too. A file that lies in the current folder alone is not the one that is meant.
        string FileOr(string word)
        {
            int mark = word.LastIndexOf('#');
            string file = mark > 0 && !File.Exists(Full(word)) ? word[..mark] : word;
            return File.Exists(Full(file)) || File.Exists(file) ? Full(file) + word[file.Length..] : word;
        }

        string Full(string path) => Path.GetFullPath(path, baseFolder);
    }

    /// <summary>Makes sure that each map is of a set.</summary>
    /// <exception cref="UsageException">A map is of none.</exception>
    public void CheckMaps() =>
        LabelMapArgument.CheckUsed(
            _result.GetRequiredValue(Train.Maps),
            [.. _result.GetValue(Train.Source) ?? [], .. _result.GetValue(Train.Target) ?? [], _result.GetValue(Train.Validation)]
        );

    /// <summary>The training options of a cell.</summary>
    public AssSegmentationOptions ToOptions(AdaptationRecipe recipe, string folder)
    {
        var options = Begin();
        options.ClassNames = ClassNames?.ToArray();
        Train.Apply(_result, options);
        options.Recipe = recipe;
        UnfeltOptions.Reset(options, Begin());
        (options.Run.WorkspacePath, options.Run.Resume) = (folder, true);
        return options;
    }

    /// <summary>A study defines its own training: without a preset, the library's defaults apply on every device.</summary>
    private AssSegmentationOptions Begin() => Presets.Begin(_result.GetValue(Train.Preset));

    /// <summary>For <c>options.json</c>.</summary>
    public JsonObject Settings(AssSegmentationOptions options, string[] labelledTargets) =>
        RunSettings.Create(_result, Options.Where(_result.IsGiven), options, labelledTargets);

    private static string Name(Option option) => option.Name.TrimStart('-');

    /// <summary>Identifies a set independently of its location: kind, folder name, split and list name.</summary>
    private static string NameOf(DatasetArgument? set) =>
        set is null
            ? ""
            : (
                set with
                {
                    Folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(set.Folder)),
                    ListFile = Path.GetFileName(set.ListFile),
                }
            ).ToString();

    private string MappedLabels(DatasetArgument? set) =>
        string.Join(
            ' ',
            _result.GetRequiredValue(Train.Maps).FirstOrDefault(map => map.Kind == set?.Kind)?.LabelsBeside(set?.Settings.IgnoredNames)
                ?? []
        );

    private SegmentationDataset Open(DatasetArgument set) => set.From(_baseFolder).Open(ClassNames, _result.GetRequiredValue(Train.Maps));
}
