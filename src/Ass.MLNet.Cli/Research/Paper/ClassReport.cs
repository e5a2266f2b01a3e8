namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>The classes that an mIoU averages over.</summary>
/// <param name="Classes">Their train ids.</param>
internal sealed record ClassReport(IReadOnlyList<int> Classes)
{
    /// <summary>Its name in files: how many classes there are.</summary>
    public string Name => $"{Classes.Count}";

    /// <summary>The mean of the classes that have an IoU, as <see cref="Ass.MLNet.SegmentationMetrics.Subset"/> has it.</summary>
    /// <param name="perClassIoU">The IoU of every class, by train id; NaN if undefined.</param>
    public double MeanIoU(IReadOnlyList<double> perClassIoU) =>
        Classes.Select(id => perClassIoU[id]).Where(iou => !double.IsNaN(iou)).DefaultIfEmpty(double.NaN).Average();
}
