using System.Text.Json.Nodes;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>The result of a finished cell: its <c>result.json</c>.</summary>
/// <param name="Steps">Training steps.</param>
/// <param name="BestStep">The step of the best validation, by the first report's mIoU.</param>
/// <param name="Last">mIoU (0 to 1) after the last step, by report.</param>
/// <param name="Best">mIoU at <paramref name="BestStep"/>, by report.</param>
/// <param name="Seconds">Training time, pauses left out; null where the last start had no step left to train.</param>
internal sealed record CellResult(
    int Steps,
    int BestStep,
    IReadOnlyDictionary<string, double> Last,
    IReadOnlyDictionary<string, double> Best,
    double? Seconds
)
{
    /// <param name="reports">The classes to report on.</param>
    /// <param name="steps">Training steps.</param>
    /// <param name="last">The IoU of every class after the last step.</param>
    /// <param name="validations">The validations before it.</param>
    /// <param name="time">Training time.</param>
    public static CellResult Of(
        IReadOnlyList<ClassReport> reports,
        int steps,
        IReadOnlyList<double> last,
        IEnumerable<(int Step, IReadOnlyList<double> IoU)> validations,
        TimeSpan? time
    )
    {
        var best = validations.Where(v => v.Step < steps).Append((Step: steps, IoU: last)).MaxBy(v => reports[0].MeanIoU(v.IoU));
        return new(steps, best.Step, Means(last), Means(best.IoU), time?.TotalSeconds);

        Dictionary<string, double> Means(IReadOnlyList<double> perClassIoU) =>
            reports.ToDictionary(r => r.Name, r => r.MeanIoU(perClassIoU));
    }

    /// <summary>The result of a cell that is finished with these settings, whether or not its model is still there; null for one that is
    /// not finished, which will be trained.</summary>
    public static CellResult? Find(CellFolder folder, JsonObject settings) =>
        File.Exists(folder.ResultPath)
        && ResultFile.Read<CellResult>(folder.ResultPath) is { } result
        && folder.Differences(settings).Count == 0
            ? result
            : null;
}
