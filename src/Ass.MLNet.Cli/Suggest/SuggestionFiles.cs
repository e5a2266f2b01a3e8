using System.Globalization;
using Ass.MLNet.Datasets;
using Ass.MLNet.Files;
using Ass.MLNet.Reporting;

namespace Ass.MLNet.Cli.Suggest;

/// <summary>The files that tell a user which images to label, and why.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="root">The folder of all images.</param>
internal sealed class SuggestionFiles(string folder, string root)
{
    /// <summary>One image a line, best first: <c>train --labeled</c> and data sets take it as their list.</summary>
    public const string ListName = "suggestions.txt";

    /// <summary>The same with scores.</summary>
    public const string TableName = "suggestions.csv";

    // Each is a picture within the page.
    private const int MostStrips = 100;

    private static readonly string[] Header = ["rank", "image", "score", "looks", "classes", "uncertainty"];

    public void Write(IReadOnlyList<(string Path, LabelSuggestion Suggestion)> chosen)
    {
        string[] names = [.. chosen.Select(c => ListFile.Line(Name(c.Path)))];
        AtomicFile.Write(Path.Combine(folder, ListName), path => File.WriteAllLines(path, names));
        var rows = chosen.Select((c, i) => Cells(i, c.Path, c.Suggestion, Csv.Number));
        AtomicFile.Write(Path.Combine(folder, TableName), path =>
            File.WriteAllText(path, string.Concat(rows.Prepend(Header).Select(Csv.Line)))
        );
    }

    /// <summary>Writes the sheet: each image with what the model says of it, and the scores.</summary>
    /// <param name="chosen">The images.</param>
    /// <param name="model">The model, or null if there is none yet.</param>
    /// <param name="candidates">Number of images that they were chosen from.</param>
    /// <param name="labeled">Number of images that are labelled already.</param>
    /// <param name="cancellation">Cancels between two images.</param>
    /// <returns>The page.</returns>
    public string WriteSheet(
        IReadOnlyList<(string Path, LabelSuggestion Suggestion)> chosen,
        AssSegmentationTransformer? model,
        int candidates,
        int labeled,
        CancellationToken cancellation
    )
    {
        var strips = SuggestionStrips.Write(
            Path.Combine(folder, SegmentationReport.StripsFolder),
            [.. chosen.Take(MostStrips).Select(c => c.Path)],
            model,
            cancellation
        );
        var report = new SegmentationReport($"{chosen.Count} images to label next")
        {
            Summary =
                $"Chosen from {candidates} images"
                + (labeled > 0 ? $", beside {labeled} with labels" : "")
                + (model is null ? ", by their looks alone: there is no model yet." : "."),
            Strips = strips,
            StripsNote = Note(chosen.Count, model is not null),
            Facts = [new ReportTable("Why", Header, [.. chosen.Select((c, i) => Cells(i, c.Path, c.Suggestion, Rounded))])],
        };
        return report.Write(folder);
    }

    private static string? Note(int count, bool hasModel)
    {
        string? panels = hasModel
            ? "Each image, the model's prediction, and where it is unsure: black where one class is certain, white where all are equally "
                + "likely."
            : null;
        return count <= MostStrips ? panels : $"The first {MostStrips} of {count}. {panels}".TrimEnd();
    }

    private static string Rounded(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private string Name(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private string[] Cells(int index, string path, LabelSuggestion suggestion, Func<double, string> number) =>
        [
            Csv.Number(index + 1),
            Name(path),
            number(suggestion.Score),
            number(suggestion.Coverage),
            number(suggestion.Classes),
            number(suggestion.Uncertainty),
        ];
}
