using Ass.MLNet.Files;
using Ass.MLNet.Options;

namespace Ass.MLNet.RunLog;

/// <summary>The columns of a run's results besides the step. They are known before the first step, so that a resumed run can compare
/// them.</summary>
/// <param name="Losses">Names of losses, in column order.</param>
/// <param name="Accuracies">Names of discriminators with an accuracy column, in column order.</param>
/// <param name="ValidatedClasses">Class names where the run validates, else null.</param>
internal sealed record ResultsColumns(
    IReadOnlyList<string> Losses,
    IReadOnlyList<string> Accuracies,
    IReadOnlyList<string>? ValidatedClasses
)
{
    private const string ClassIoU = "IoU ";

    private static readonly string[] ValidationMeans = ["mIoU", "pixel accuracy", "mean accuracy"];

    /// <summary>Names of losses with a gradient norm column, in column order.</summary>
    public IReadOnlyList<string> GradientNorms { get; init; } = [];

    /// <summary>Names of shares of pixels, in column order.</summary>
    public IReadOnlyList<string> Shares { get; init; } = [];

    /// <summary>The columns of a run: its recipe decides which losses there are; a second classifier's columns come last of their
    /// kind.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="validatedClasses">Class names where the run validates, else null.</param>
    public static ResultsColumns Of(AssSegmentationOptions options, IReadOnlyList<string>? validatedClasses)
    {
        var terms = RecipeTerms.Of(options);
        (bool Told, string Name)[] losses =
        [
            (terms.Source, MeasureNames.Source),
            (terms.LabeledTarget, MeasureNames.Target),
            (terms.SelfTraining, MeasureNames.SelfTraining),
            (terms.Semantic, MeasureNames.Semantic),
            (terms.Prototypes, MeasureNames.Prototype),
            (terms.Global, MeasureNames.Global),
            (terms.Global, MeasureNames.GlobalDiscriminator),
            (terms.Semantic, MeasureNames.SemanticDiscriminator),
        ];
        (bool Told, string Name)[] accuracies = [(terms.Global, MeasureNames.Global), (terms.Semantic, MeasureNames.Semantic)];
        return new(Names(losses), Names(accuracies), validatedClasses)
        {
            // The discriminators' own losses do not reach the network.
            Shares =
            [
                .. terms.SelfTraining ? (string[])[MeasureNames.Confident] : [],
                .. validatedClasses is not null && options.SelfTraining.TeacherPredicts
                    ? (string[])[MeasureNames.ValidationConfident, MeasureNames.ValidationRight]
                    : [],
            ],
            GradientNorms = options.Adversarial.MeasureGradientNorms ? [.. losses[..6].Where(m => m.Told).Select(m => m.Name)] : [],
        };

        // For all but the measures of class vectors.
        string[] Names((bool Told, string Name)[] all) =>
            [
                .. all.Where(m => m.Told).Select(m => m.Name),
                .. all.Where(m => m.Told && options.AdaptSegNet.MultiLevel && !IsOfClassVectors(m.Name))
                    .Select(m => MeasureNames.Auxiliary + m.Name),
            ];

        bool IsOfClassVectors(string name) =>
            name == MeasureNames.Prototype || name.StartsWith(MeasureNames.Semantic, StringComparison.Ordinal);
    }

    /// <summary>The cells of the table's header.</summary>
    public string[] Header() =>
        [
            "step",
            .. Losses.Select(name => name + " loss"),
            .. Accuracies.Select(name => name + " discriminator accuracy"),
            .. GradientNorms.Select(name => name + " gradient norm"),
            .. Shares,
            "learning rate",
            "images/s",
            "skipped steps",
            .. ValidatedClasses is null ? [] : (string[])[.. ValidationMeans, .. ValidatedClasses.Select(name => ClassIoU + name)],
        ];

    /// <summary>Whether a column of the header has numbers of validations.</summary>
    public static bool IsOfValidation(string name) =>
        ValidationMeans.Contains(name)
        || name is MeasureNames.ValidationConfident or MeasureNames.ValidationRight
        || name.StartsWith(ClassIoU, StringComparison.Ordinal);

    /// <summary>The cells of one report; those of missing values are empty.</summary>
    public string[] Cells(AssTrainingProgress progress) =>
        [
            Csv.Number(progress.Step),
            .. Losses.Select(name => Csv.Number(progress.Losses.GetValueOrDefault(name, double.NaN))),
            .. Accuracies.Select(name => Csv.Number(progress.DiscriminatorAccuracies.GetValueOrDefault(name, double.NaN))),
            .. GradientNorms.Select(name => Csv.Number(progress.GradientNorms.GetValueOrDefault(name, double.NaN))),
            .. Shares.Select(name => Csv.Number(progress.Shares.GetValueOrDefault(name, double.NaN))),
            Csv.Number(progress.LearningRate),
            Csv.Number(progress.ImagesPerSecond > 0 ? progress.ImagesPerSecond : double.NaN),
            Csv.Number(progress.SkippedSteps),
            .. ValidatedClasses is null ? [] : ValidationCells(progress.Validation, ValidatedClasses.Count),
        ];

    private static IEnumerable<string> ValidationCells(SegmentationMetrics? metrics, int classCount) =>
        metrics is null
            ? Enumerable.Repeat("", ValidationMeans.Length + classCount)
            :
            [
                Csv.Number(metrics.MeanIoUOfTrueClasses),
                Csv.Number(metrics.PixelAccuracy),
                Csv.Number(metrics.MeanAccuracy),
                .. metrics.PerClassIoU.Select(Csv.Number),
            ];
}
