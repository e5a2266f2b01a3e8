using Ass.MLNet.Columns;
using Ass.MLNet.Reporting.Charts;

namespace Ass.MLNet.Reporting;

/// <summary>The charts of a report.</summary>
internal sealed class ReportCharts
{
    public ReportCharts(SegmentationReport report)
    {
        Evaluated = [.. report.Runs.Where(run => run.Metrics is not null).Select(run => (run.Name, run.Metrics!))];
        if (Evaluated.Count > 0)
        {
            CheckClasses(report.Palette);
            IoU = IoUChart.Draw(Evaluated);
            Confusion = ConfusionChart.Draw(Evaluated[^1].Metrics);
        }

        Curves = CurveCharts.Draw(report.Runs);
    }

    /// <summary>The runs with metrics.</summary>
    public IReadOnlyList<(string Name, SegmentationMetrics Metrics)> Evaluated { get; }

    public SvgPicture? IoU { get; }

    /// <summary>The confusion matrix of the last run.</summary>
    public SvgPicture? Confusion { get; }

    public IReadOnlyList<SvgPicture> Curves { get; }

    public IEnumerable<SvgPicture> All => new[] { IoU, Confusion }.OfType<SvgPicture>().Concat(Curves);

    private void CheckClasses(SegmentationPalette? palette)
    {
        var (name, first) = Evaluated[0];
        if (palette?.Colors.Count < first.ClassNames.Count)
        {
            throw new InvalidOperationException(
                $"The report's palette has {palette.Colors.Count} colours, but there are {first.ClassNames.Count} classes."
            );
        }

        foreach (var (other, metrics) in Evaluated)
        {
            ClassAgreement.Check(($"the run '{name}'", first.ClassNames), ($"the run '{other}'", metrics.ClassNames));
        }
    }
}
