using System.Text.Json;
using Ass.MLNet.Files;
using Ass.MLNet.Reporting.Charts;

namespace Ass.MLNet.Reporting;

/// <summary>A report on one training run, or a comparison of several, written as a self-contained HTML file (no other files, no network)
/// and as SVG charts.</summary>
/// <remarks>
/// <code>
/// SegmentationReport.FromRun("runs/first").Write("runs/first");
/// </code>
/// </remarks>
public sealed class SegmentationReport
{
    /// <summary>The file name of the page.</summary>
    public const string FileName = "report.html";

    /// <summary>The subfolder of a run that contains its prediction strips.</summary>
    public const string StripsFolder = "strips";

    /// <summary>The subfolder for the charts, written as SVG files.</summary>
    public const string ChartsFolder = "charts";

    /// <summary>The file beside a run's prediction strips that contains <see cref="StripsNote"/>.</summary>
    public const string StripsNoteFile = "strips.txt";

    // Options take a few kilobytes; the names of the labelled images may add to that.
    private const long LargestOptions = 16 << 20;

    /// <param name="title">The page's heading.</param>
    public SegmentationReport(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>The page's heading.</summary>
    public string Title { get; }

    /// <summary>A sentence below the heading. Default: none.</summary>
    public string? Summary { get; init; }

    /// <summary>
    /// The models in the report, all with the same classes. If there are several, the last one is the subject, and the others are compared
    /// with it. Default: none.
    /// </summary>
    public IReadOnlyList<ReportRun> Runs { get; init; } = [];

    /// <summary>The image files to show, in this order, for instance from <see cref="PredictionStrips"/>. Default: none.</summary>
    public IReadOnlyList<string> Strips { get; init; } = [];

    /// <summary>A note above the strips: which images they show, and which models made the predictions. Default: none.</summary>
    public string? StripsNote { get; init; }

    /// <summary>Tables of facts about the data. Default: none.</summary>
    public IReadOnlyList<ReportTable> Facts { get; init; } = [];

    /// <summary>Options as a JSON object, shown as tables. Default: none.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>The class colours. Default: <see cref="SegmentationPalette.ForClasses"/>.</summary>
    public SegmentationPalette? Palette { get; init; }

    /// <summary>
    /// Creates the report on a run's folder from the files it contains: <c>results.csv</c>, <c>confusion-matrix.csv</c>
    /// (<see cref="ConfusionMatrixFile"/>), <c>options.json</c>, and the images in <c>strips</c> but for those of suggestions,
    /// with the note in <see cref="StripsNoteFile"/>. The title is the folder's name.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="palette">The class colours; <see langword="null"/>: those that the strips were drawn in, and if there are none,
    /// <see cref="SegmentationPalette.ForClasses"/>.</param>
    /// <param name="summary">A sentence below the heading; <see langword="null"/>: none.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public static SegmentationReport FromRun(string folder, SegmentationPalette? palette = null, string? summary = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The run's folder '{folder}' does not exist.");
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        string results = Path.Combine(folder, "results.csv"),
            confusion = Path.Combine(folder, ConfusionMatrixFile.Name);
        string options = Path.Combine(folder, "options.json"),
            strips = Path.Combine(folder, StripsFolder);
        string note = Path.Combine(strips, StripsNoteFile);
        var metrics = File.Exists(confusion) ? ConfusionMatrixFile.Read(confusion) : null;
        return new SegmentationReport(name.Length > 0 ? name : folder)
        {
            Summary = summary,
            Runs = [new ReportRun(name, metrics, File.Exists(results) ? LearningCurves.Read(results) : null)],
            Strips = Directory.Exists(strips)
                ? [.. Directory.EnumerateFiles(strips, "*.png").Where(IsOfRun).Order(StringComparer.Ordinal)]
                : [],
            StripsNote = File.Exists(note) ? File.ReadAllText(note).Trim() : null,
            Options = File.Exists(options) ? ReadOptions(options) : null,
            Palette = palette ?? (metrics is null ? null : StripColors.Read(strips, metrics.ClassNames)),
        };

        // Suggestions are of other images, and perhaps of another model.
        static bool IsOfRun(string strip) => !Path.GetFileName(strip).StartsWith(SuggestionStrips.Prefix, StringComparison.Ordinal);
    }

    /// <summary>
    /// Writes <c>report.html</c>, and the charts as SVG files in <c>charts</c> (<c>iou.svg</c>, <c>confusion-matrix.svg</c>,
    /// <c>curves-….svg</c>); existing files are replaced, and those of them that this report does not have removed.
    /// </summary>
    /// <param name="folder">The folder; it is created if needed.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="InvalidOperationException">Two runs have different classes, or there are more classes than colours.</exception>
    /// <exception cref="InvalidDataException">An image cannot be read; the message names it.</exception>
    public string Write(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var charts = new ReportCharts(this);
        byte[] page = ReportPage.Create(this, charts);
        foreach (var chart in charts.All)
        {
            AtomicFile.Write(Path.Combine(folder, ChartsFolder, chart.Name + ".svg"), stream => stream.Write(chart.ToFile()));
        }

        RemoveCharts(Path.Combine(folder, ChartsFolder), except: [.. charts.All.Select(chart => chart.Name + ".svg")]);
        string path = Path.Combine(folder, FileName);
        AtomicFile.Write(path, stream => stream.Write(page));
        return path;
    }

    /// <summary>Removes charts of an earlier report, which would pass for this one's.</summary>
    private static void RemoveCharts(string folder, string[] except)
    {
        if (Directory.Exists(folder))
        {
            string[] ours =
            [
                .. new[] { "iou.svg", "confusion-matrix.svg", "curves-*.svg" }.SelectMany(name => Directory.GetFiles(folder, name)),
            ];
            foreach (string old in ours.Where(file => !except.Contains(Path.GetFileName(file))))
            {
                File.Delete(old);
            }
        }
    }

    private static JsonElement ReadOptions(string path)
    {
        if (new FileInfo(path).Length > LargestOptions)
        {
            throw new InvalidDataException($"'{path}' is larger than {LargestOptions >> 20} MB, too large for options.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not JSON: {e.Message}", e);
        }
    }
}
