using System.Text.RegularExpressions;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Reporting;

namespace Ass.MLNet.Cli.Runs;

/// <summary>The files of a run in a folder. All other files belong to the user and are neither moved nor deleted.</summary>
internal static partial class RunFiles
{
    public const string Model = "model.zip";
    public const string Options = ToolOutputs.RunSettings;
    public const string Results = "results.csv";

    /// <summary>The result of a grid's cell.</summary>
    public const string CellResult = "result.json";

    /// <summary>The failure of a cell's training.</summary>
    public const string CellFailure = "failure.json";

    /// <summary>Held by the process whose command works on the run.</summary>
    public const string Claim = ".claim";

    /// <summary>Held by whoever trains in the folder, also through the library alone.</summary>
    public const string InUse = ".in-use";

    public const string Checkpoints = "checkpoints";
    public const string BestModel = "best.zip";

    /// <summary>The step of the best model.</summary>
    public const string BestModelRecord = "best.zip.json";

    /// <summary>The step at which the run was finished.</summary>
    public const string ModelRecord = "model.zip.json";

    private static readonly HashSet<string> Names =
    [
        Model,
        ModelRecord,
        BestModel,
        BestModelRecord,
        Options,
        Results,
        CellResult,
        CellFailure,
        Checkpoints,
        "tensorboard",
        ConfusionMatrixFile.Name,
        SegmentationReport.FileName,
        SegmentationReport.StripsFolder,
        SegmentationReport.ChartsFolder,
    ];

    /// <summary>Names of what there is of a run; a model comes with options beside it when the entries are moved in this order.</summary>
    /// <param name="folder">The folder; nothing is in one that does not exist.</param>
    public static IReadOnlyList<string> In(string folder) =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFileSystemEntries(folder)
                    .Select(path => Path.GetFileName(path)!)
                    .Where(name => Names.Contains(name) || Others().IsMatch(name))
                    .OrderBy(name =>
                        name switch
                        {
                            Options => 0,
                            Model => 2,
                            _ => 1,
                        }
                    ),
            ];

    /// <summary>Whether an entry is nobody's work: an empty folder, or what a killed process left half-written.</summary>
    public static bool IsLeftover(string path) =>
        Directory.Exists(path) ? !Directory.EnumerateFileSystemEntries(path).Any() : Path.GetFileName(path).StartsWith('.');

    /// <summary>Removes an entry, whether a file or a folder.</summary>
    public static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    public static void Move(string from, string to)
    {
        Delete(to);
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    /// <summary>Tables and best models that a resumed run put aside, and what a killed process leaves half-written.</summary>
    [GeneratedRegex(@"\A(results-old-[0-9]+\.csv|best-abandoned\.zip|results\.csv\.new|\.partial-.*|\.[0-9a-f]+\.partial)\z")]
    private static partial Regex Others();
}
