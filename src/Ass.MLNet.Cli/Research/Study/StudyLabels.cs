using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Datasets;
using Ass.MLNet.Metrics;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Looks at labels of all sets of a study before its first training, so that it is not after days that the last part's turn out to
/// be misread.</summary>
internal static class StudyLabels
{
    private const int MostOfASet = 50;

    /// <param name="cells">The cells that are to be trained; those that are finished or have <c>"data-check": "warn"</c> are left
    /// out.</param>
    /// <param name="cancellation">Leaves the sets that follow out: the first cell says that the study is cancelled.</param>
    /// <exception cref="UsageException">Labels of a set are misread or cannot be read; the error names all such sets.</exception>
    public static void Check(IReadOnlyList<PlannedStudyCell> cells, CancellationToken cancellation)
    {
        string[] errors =
        [
            .. cells
                .Where(cell => cell.Options.DataCheck == DataCheckMode.Stop && cell.Result is null)
                .SelectMany(cell => cell.Data.Labels(cell.Cell).Select(labels => Look(cell, labels.Name, labels.Set)))
                .DistinctBy(look => look.Key)
                .TakeWhile(_ => !cancellation.IsCancellationRequested)
                .Select(look => look.Error())
                .OfType<string>(),
        ];
        if (errors.Length > 0)
        {
            throw new UsageException(
                $"Nothing was trained, since labels cannot be right: {string.Join(' ', errors.Select((error, i) => $"({i + 1}) {error}"))} "
                    + "--part, --variants and --rows train the others; \"data-check\": \"warn\" trains with misread labels all the same."
            );
        }
    }

    private static (string Key, Func<string?> Error) Look(PlannedStudyCell cell, string name, SegmentationDataset set)
    {
        var labelled = set.Samples.Where(sample => sample.LabelPath is not null).ToArray();
        int count = Math.Min(MostOfASet, labelled.Length);
        SegmentationSample[] samples = [.. Enumerable.Range(0, count).Select(i => labelled[(int)((long)i * labelled.Length / count)])];
        string key = string.Join('\n', samples.Select(sample => sample.LabelPlace).Prepend(cell.Data.Reading));
        bool teaches = set != cell.Data.Validation;
        return (key, () => Error(samples, set, teaches) is { } error ? $"Cell {cell.Cell.Name}, {name}: {error}" : null);
    }

    private static string? Error(SegmentationSample[] samples, SegmentationDataset set, bool teaches)
    {
        var watch = new LabelWatch(teaches);
        try
        {
            foreach (var sample in samples)
            {
                watch.Read(() => sample.ReadTrainIds(set.LabelChannel, set.LabelMap));
            }
            watch.Check();
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return Terminal.Message(e);
        }
    }
}
