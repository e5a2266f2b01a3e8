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
/// set.</summary>
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
    /// <exception cref="TrainingDataException">The data is invalid; the message lists all errors.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and the model so far was not requested.</exception>
    public void Run(IDataView data)
    {
        if (options.DataCheck == DataCheckMode.Skip)
        {
            return;
        }
        var clock = Stopwatch.StartNew();
        try
        {
            DomainEvidence[] domains = [.. LookAtTraining(data), .. LookAtValidation()];
            Judge(domains);
            string seen = string.Join("; ", domains.Select(domain => $"{domain.Name}, {domain.Extent}"));
            context.Inform(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Labels looked at before training: {seen}; {clock.Elapsed.TotalSeconds:0.0} s."
                )
            );
        }
        catch (OperationCanceledException) when (options.Run.ReturnModelWhenCanceled && context.Cancellation.IsRequested)
        {
            // Training notices the cancellation before its first step and returns the model, if there is one.
        }
    }

    private List<DomainEvidence> LookAtTraining(IDataView data)
    {
        var terms = RecipeTerms.Of(options);
        var source = terms.Source ? new DomainEvidence("source") : null;
        var target = terms.LabeledTarget ? new DomainEvidence("labelled target") : null;
        List<DomainEvidence> domains = [.. new[] { source, target }.OfType<DomainEvidence>()];
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
        return domains;

        DomainEvidence? Of(SegmentationDomain domain) => domain == SegmentationDomain.Source ? source : target;

        bool IsMissed() => DataJudgement.AbsentClasses(domains, classNames.Count).Count > 0;
    }

    private List<DomainEvidence> LookAtValidation()
    {
        if (options.Run.ValidationSet is not { } data)
        {
            return [];
        }
        var validation = new DomainEvidence("validation set", teaches: false);
        new LabelSurvey(
            data,
            data.Schema[options.ImageColumnName],
            data.Schema[options.LabelColumnName],
            (null, SegmentationDomain.Target),
            classNames,
            context
        ).LookAtSample(_ => validation);
        return [validation];
    }

    private void Judge(IReadOnlyList<DomainEvidence> domains)
    {
        var findings = DataJudgement.Of(domains, classNames);
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
