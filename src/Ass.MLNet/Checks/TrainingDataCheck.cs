using System.Diagnostics;
using System.Globalization;
using Ass.MLNet.Columns;
using Ass.MLNet.Inspection;
using Ass.MLNet.Options;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;

namespace Ass.MLNet.Checks;

/// <summary>Checks labels and classes before training: those of the domains that the recipe learns from, and of the validation
/// set. Rare-class sampling uses what it counts.</summary>
/// <param name="options">Recipe, validation set, and how to handle findings.</param>
/// <param name="columns">The image, label and domain columns.</param>
/// <param name="classNames">The K classes.</param>
/// <param name="context">Receives warnings and a summary.</param>
internal sealed class TrainingDataCheck(
    AssSegmentationOptions options,
    SamplingColumns columns,
    IReadOnlyList<string> classNames,
    TrainingContext context
)
{
    /// <returns>The pixels of each class in the labels that were looked at; null if none were.</returns>
    /// <exception cref="TrainingDataException">The data is invalid; the message lists all errors.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and the model so far was not requested.</exception>
    public ClassPixels? Run(IDataView data)
    {
        // Rare-class sampling counts the same labels whether they are judged or not, so that the check can be switched off on resume.
        bool judges = options.DataCheck != DataCheckMode.Skip;
        double? temperature = options.Augmentation.RareClassTemperature;
        if (!judges && temperature is null)
        {
            return null;
        }
        var clock = Stopwatch.StartNew();
        try
        {
            var (source, target, areRepeatable) = LookAtTraining(data);
            var validation = judges ? LookAtValidation() : null;
            DomainEvidence[] domains = Present(source, target, validation?.Evidence);
            if (judges)
            {
                Judge([.. DataJudgement.Of(domains, classNames), .. Overlap(data)]);
                TellOfWindows(source, options.SourceSize, nameof(options.SourceSize));
                TellOfWindows(target, options.TargetSize, nameof(options.TargetSize));
            }
            string seen = string.Join("; ", domains.Select(domain => $"{domain.Name}, {domain.Extent}"));
            context.Inform(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Labels looked at before training: {seen}; {clock.Elapsed.TotalSeconds:0.0} s."
                )
            );
            TellOfChances(source, temperature);
            TellOfChances(target, temperature);
            return new ClassPixels(PixelsOf(source), PixelsOf(target))
            {
                Validation = validation is { IsRepeatable: true } found ? PixelsOf(found.Evidence) : null,
                AreRepeatable = areRepeatable,
            };
        }
        catch (OperationCanceledException) when (options.Run.ReturnModelWhenCanceled && context.Cancellation.IsRequested)
        {
            // Training notices the cancellation before its first step and returns the model, if there is one.
            return null;
        }
    }

    private static DomainEvidence[] Present(params DomainEvidence?[] domains) => [.. domains.OfType<DomainEvidence>()];

    private long[]? PixelsOf(DomainEvidence? domain) => domain?.Tally.ClassPixels[..classNames.Count];

    private void TellOfWindows(DomainEvidence? domain, ImageSize? resized, string sizeOption)
    {
        if (domain is not null && WindowShare.Warning(domain, options.CropSize, resized, sizeOption) is { } warning)
        {
            context.Warn(warning);
        }
    }

    private void TellOfChances(DomainEvidence? domain, double? temperature)
    {
        if (RareClassSampling.Of(PixelsOf(domain), temperature, seed: 0) is { } sampling)
        {
            context.Inform(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Chances that a pass uses a row of {domain!.Name} that has its share of a class: {sampling.Describe(classNames)}; "
                        + $"of any other row {RareClassSampling.LeastChance}."
                )
            );
        }
    }

    private (DomainEvidence? Source, DomainEvidence? Target, bool AreRepeatable) LookAtTraining(IDataView data)
    {
        var terms = RecipeTerms.Of(options);
        var source = terms.Source ? new DomainEvidence("source") : null;
        var target = terms.LabeledTarget ? new DomainEvidence("labelled target") : null;
        var domains = Present(source, target);
        DataViewSchema.Column? domainColumn = columns.Domain;
        var survey = new LabelSurvey(
            data,
            columns.Image,
            columns.Label,
            (domainColumn, terms.Source ? SegmentationDomain.Source : SegmentationDomain.Target),
            classNames,
            context
        );
        survey.LookAtSample(Of);

        // The sample may have missed a rare class: check the remaining rows until it turns up before calling it missing.
        if (domains.Any(domain => domain.RowsPassedOver > 0) && IsMissed() && DataJudgement.AbsenceIsError(domains, classNames.Count))
        {
            survey.LookAtRest(Of, () => !IsMissed());
        }
        return (source, target, domains.All(survey.IsRepeatable));

        DomainEvidence? Of(SegmentationDomain domain) => domain == SegmentationDomain.Source ? source : target;

        bool IsMissed() => DataJudgement.AbsentClasses(domains, classNames.Count).Count > 0;
    }

    private (DomainEvidence Evidence, bool IsRepeatable)? LookAtValidation()
    {
        if (options.Run.ValidationSet is not { } data)
        {
            return null;
        }
        var validation = new DomainEvidence("validation set", teaches: false);
        var survey = new LabelSurvey(
            data,
            data.Schema[options.ImageColumnName],
            data.Schema[options.LabelColumnName],
            (null, SegmentationDomain.Target),
            classNames,
            context
        );
        survey.LookAtSample(_ => validation);
        return (validation, survey.IsRepeatable(validation));
    }

    private IEnumerable<DataFinding> Overlap(IDataView data)
    {
        var terms = RecipeTerms.Of(options);
        return options.Run.ValidationSet is { } validation
            ? ValidationOverlap.Find(data, columns, terms.Source ? SegmentationDomain.Source : SegmentationDomain.Target, terms, validation)
            : [];
    }

    private void Judge(IReadOnlyList<DataFinding> findings)
    {
        DataFinding[] errors = [.. findings.Where(finding => finding.Severity == DataFindingSeverity.Error)];
        bool stops = errors.Length > 0 && options.DataCheck == DataCheckMode.Stop;
        foreach (var finding in findings.Where(finding => !stops || finding.Severity == DataFindingSeverity.Warning))
        {
            context.Warn(finding.Message);
        }
        if (stops)
        {
            throw new TrainingDataException(errors);
        }
    }
}
