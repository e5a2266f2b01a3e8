using Ass.MLNet.Reporting.Contents;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>Groups curves into charts by name.</summary>
internal static class CurveCharts
{
    private const string ClassIoU = "IoU ";
    private const string MeanIoU = "mIoU";
    private const string ClassIoUChart = "curves-class-iou";

    private static readonly HashSet<string> SegmentationLosses =
    [
        "source loss",
        "target loss",
        "self-training loss",
        "auxiliary source loss",
        "auxiliary target loss",
        "auxiliary self-training loss",
    ];

    private static readonly (string Name, string Title, CurveScale Scale, Func<string, bool> Has)[] Groups =
    [
        ("curves-segmentation-loss", "Segmentation losses (cross entropy)", CurveScale.Loss, name => SegmentationLosses.Contains(name)),
        ("curves-adversarial-loss", "Adversarial losses", CurveScale.Loss, name =>
            IsLoss(name) && !name.Contains("discriminator", StringComparison.OrdinalIgnoreCase)
        ),
        ("curves-discriminator-loss", "Discriminator losses", CurveScale.Loss, IsLoss),
        ("curves-discriminator-accuracy", "Discriminator accuracy (50 %: the domains cannot be told apart)", CurveScale.Share, name =>
            name.EndsWith("discriminator accuracy", StringComparison.OrdinalIgnoreCase)
        ),
        ("curves-gradient-norm", "Gradient norms of the weighted losses on the features", CurveScale.Loss, name =>
            name.EndsWith("gradient norm", StringComparison.OrdinalIgnoreCase)
        ),
        ("curves-pseudo-labels", "Pseudo-labels: the share that is trusted, and the share of those that is right", CurveScale.Share, name =>
            name.Contains("pseudo-labels", StringComparison.OrdinalIgnoreCase)
        ),
        ("curves-validation", "Validation", CurveScale.Share, name => name is MeanIoU or "pixel accuracy" or "mean accuracy"),
        (ClassIoUChart, "Validation, IoU by class", CurveScale.Share, IsOfClass),
    ];

    /// <summary>
    /// Draws the charts of one or more runs. One run: one chart per kind of curve. Several runs: one chart per curve with one line per run,
    /// for comparison; the IoU per class is left to the table.
    /// </summary>
    public static IReadOnlyList<SvgPicture> Draw(IReadOnlyList<ReportRun> runs)
    {
        ReportRun[] drawn = [.. runs.Where(run => run.Curves is { Count: > 0 })];
        var charts = drawn.Length switch
        {
            0 => [],
            1 => ByKind(drawn[0].Curves!),
            _ => ByRun(drawn),
        };
        return [.. charts.Select(chart => chart.Draw())];
    }

    private static IEnumerable<CurveChart> ByKind(IReadOnlyList<LearningCurve> curves)
    {
        var rest = curves.Where(IsTelling).ToList();
        foreach (var (name, title, scale, _) in Groups)
        {
            var group = rest.Where(curve => GroupOf(curve.Name) is var at && at < Groups.Length && Groups[at].Name == name).ToList();
            rest.RemoveAll(group.Contains);
            if (group.Count > 0)
            {
                yield return new CurveChart(
                    name,
                    title,
                    scale,
                    [.. group.Select((curve, i) => (Label(curve.Name), curve, i))],
                    group.Count > 1
                );
            }
        }

        foreach (var (curve, i) in rest.Select((curve, i) => (curve, i)))
        {
            yield return new CurveChart(
                $"curves-{i + 1}-{FileName(curve.Name)}",
                Title(curve.Name),
                CurveScale.Number,
                [(curve.Name, curve, 0)],
                Legend: false
            );
        }
    }

    private static IEnumerable<CurveChart> ByRun(ReportRun[] runs)
    {
        var names = runs.SelectMany(run => run.Curves!).Where(IsTelling).Select(curve => curve.Name).Distinct();
        string[] shown = [.. names.Where(name => !IsOfClass(name)).OrderBy(GroupOf)];
        for (int i = 0; i < shown.Length; i++)
        {
            string name = shown[i];
            var lines = runs.SelectMany(
                (run, color) => run.Curves!.Where(curve => curve.Name == name).Take(1).Select(curve => (run.Name, curve, color))
            );
            var scale = GroupOf(name) is var group && group < Groups.Length ? Groups[group].Scale : CurveScale.Number;
            yield return new CurveChart($"curves-{i + 1}-{FileName(name)}", Title(name), scale, [.. lines], Legend: true);
        }
    }

    /// <summary>The index of the first group that a curve belongs to; the number of groups if there is none.</summary>
    /// <remarks>The name of a class may be any, such as <c>floss</c>, which is no loss.</remarks>
    private static int GroupOf(string name) =>
        Groups.TakeWhile(group => IsOfClass(name) ? group.Name != ClassIoUChart : !group.Has(name)).Count();

    private static bool IsOfClass(string name) => name.StartsWith(ClassIoU, StringComparison.Ordinal);

    /// <summary>Whether a curve is worth drawing: a count of skipped steps that stays at zero is not.</summary>
    private static bool IsTelling(LearningCurve curve) => curve.Name != "skipped steps" || curve.Points.Any(point => point.Value != 0);

    private static bool IsLoss(string name) => name.EndsWith("loss", StringComparison.OrdinalIgnoreCase);

    private static string Title(string name) => name == MeanIoU ? Label(name) : char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A short label; the chart's title gives the rest.</summary>
    private static string Label(string name)
    {
        if (IsOfClass(name))
        {
            return name[ClassIoU.Length..];
        }
        if (name == MeanIoU)
        {
            // Training judges by the classes that the labels show; the report's key numbers have the other mean, too.
            return ReportText.MeanIoUOfTrueClasses;
        }
        foreach (string ending in new[] { " discriminator loss", " discriminator accuracy", " loss", " gradient norm" })
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }

    private static string FileName(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
}
