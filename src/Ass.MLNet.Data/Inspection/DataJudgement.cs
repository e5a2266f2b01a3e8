using System.Globalization;
using Ass.MLNet.Columns;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Inspection;

/// <summary>Reports problems and likely problems in labels, in the same words before training and when files are checked.</summary>
internal static class DataJudgement
{
    /// <summary>The largest tolerated share of a domain's label pixels with values without a class: real sets have a few strays.</summary>
    public const double MostUnlisted = 0.03;

    private const int MostShown = 10;

    /// <summary>Returns the findings, errors first.</summary>
    /// <param name="domains">The evidence for each domain.</param>
    /// <param name="classNames">The class names; null if unknown, in which case only unusable files and labels of a single class are
    /// reported.</param>
    public static IReadOnlyList<DataFinding> Of(IReadOnlyList<DomainEvidence> domains, IReadOnlyList<string>? classNames)
    {
        var findings = domains.SelectMany(Unusable).Concat(domains.SelectMany(Unlabeled)).Concat(domains.SelectMany(Interpolated));
        findings = findings.Concat(
            classNames is null
                ? OneClass(Teaching(domains))
                : domains.SelectMany(domain => Unlisted(domain, classNames.Count)).Concat(Absent(domains, classNames))
        );
        return [.. findings.Concat(domains.SelectMany(WithoutClass)).OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>The error that labels are read as other classes than they mean, or as none, of which metrics show nothing: values that no
    /// map lists, but for a few strays; of labels that a model is measured on also masks of 0 and 255, where 255 is ignored. (Those that
    /// teach are judged together with all others.) Null without one.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classCount">The number of classes.</param>
    public static DataFinding? Misread(DomainEvidence labels, int classCount) =>
        Unlisted(labels, classCount).FirstOrDefault(finding => finding.Severity == DataFindingSeverity.Error)
        ?? (
            !labels.Teaches
            && classCount > 1
            && Enumerable.Range(1, classCount - 1).All(labels.Lacks)
            && LabelValueCause.Of(labels.Tally, classCount) is { } cause
                ? OfOneClass(labels, cause)
                : null
        );

    /// <summary>The classes that occur in the labels of no domain.</summary>
    public static IReadOnlyList<int> AbsentClasses(IEnumerable<DomainEvidence> domains, int classCount)
    {
        var teaching = Teaching(domains);
        return [.. Enumerable.Range(0, classCount).Where(id => teaching.All(domain => domain.Lacks(id)))];
    }

    /// <summary>Whether a class without pixels is an error. It may be fine in published sets, whose values are known, and if only a few of
    /// many images are labelled; but a single class is nothing to learn.</summary>
    public static bool AbsenceIsError(IEnumerable<DomainEvidence> domains, int classCount)
    {
        var teaching = Teaching(domains);
        bool mayLack = teaching.All(domain => domain.Tally.MapsArePublished) || teaching.All(domain => domain.UnlabeledRows > 0);
        return !mayLack || AbsentClasses(teaching, classCount).Count >= classCount - 1;
    }

    private static DomainEvidence[] Teaching(IEnumerable<DomainEvidence> domains) =>
        [.. domains.Where(domain => domain.Teaches && domain.Tally.Labels > 0)];

    private static IEnumerable<DataFinding> Unusable(DomainEvidence domain)
    {
        if (domain.Tally.Problems is { Count: > 0 } problems)
        {
            string more = problems.Count > MostShown ? $" And {problems.Count - MostShown} more." : "";
            yield return Error(
                $"{domain.Name}: training would end at {problems.Count} images or labels. "
                    + $"{string.Join(' ', problems.Take(MostShown).Select(p => p.Message))}{more}"
            );
        }
    }

    private static IEnumerable<DataFinding> Unlabeled(DomainEvidence domain)
    {
        if (!domain.Teaches && domain.Tally.Labels == 0 && domain.Tally.Problems.Count == 0)
        {
            yield return Error($"No row of the {domain.Name} has a label, so that it measures nothing.");
        }
    }

    private static IEnumerable<DataFinding> Interpolated(DomainEvidence domain)
    {
        if (domain.Tally.InBetween.ShowInterpolation)
        {
            yield return Error(
                $"{domain.Name}: labels were resized as if ids were shades of grey: {Percent(domain.Tally.InBetween.Share)} of the "
                    + "edges between two ids pass through ids that lie between them. Leave ResizeImages out, or use "
                    + "ResizingKind.Fill for images and labels, which keeps ids; SourceSize and TargetSize resize images and labels as "
                    + "each must be. Files that were saved so have to be made again."
            );
        }
    }

    private static IEnumerable<DataFinding> Unlisted(DomainEvidence domain, int classCount)
    {
        UnlistedLabelValue[] values = [.. LabelValueCause.Unlisted(domain.Tally).OrderByDescending(value => value.Pixels)];
        if (values.Length == 0)
        {
            yield break;
        }
        double all = domain.Tally.Values.Values.Sum();
        double share = values.Sum(value => value.Pixels) / all;
        bool isError =
            domain.EndsAtUnlistedIds
            || share > MostUnlisted
            || LabelValueCause.IsOneBased(domain.Tally, classCount)
            || LabelValueCause.IsOfNewerCarla(domain.Tally);
        string list = string.Join(
            "; ",
            values
                .Take(MostShown)
                .Select(v => $"{v.Text} ({Percent(v.Pixels / all)}, {v.Files} of {domain.Extent}, the first is {v.ExamplePath})")
        );
        string more = values.Length > MostShown ? $"; and {values.Length - MostShown} more" : "";
        string effect =
            domain.EndsAtUnlistedIds
                ? $"With {classCount} classes ids are 0 to {classCount - 1}, and 255 for ignored pixels: training would end at others."
            : domain.Teaches ? "Training ignores such pixels."
            : "They would not be counted.";
        string cause = LabelValueCause.Of(domain.Tally, classCount)
            ?? (
                domain.EndsAtUnlistedIds
                    ? "Usual causes: raw label ids that no label map has turned into train ids, a list of class names that is too "
                        + "short, or ResizeImages with IsoCrop (its default) or IsoPad, which interpolates labels."
                    : "Usual causes: another numbering than the label map's, or a list of class names that is too short. Values "
                        + "that mean no class belong into the map, as ignored (255)."
            );
        yield return new DataFinding(
            isError ? DataFindingSeverity.Error : DataFindingSeverity.Warning,
            $"{domain.Name}: {Percent(share)} of the label pixels have values without a class: {list}{more}. {effect} {cause}"
        );
    }

    private static IEnumerable<DataFinding> Absent(IReadOnlyList<DomainEvidence> domains, IReadOnlyList<string> classNames)
    {
        var teaching = Teaching(domains);
        if (teaching.Length == 0)
        {
            yield break;
        }
        var absent = AbsentClasses(teaching, classNames.Count);
        if (absent.Count > 0)
        {
            bool isError = AbsenceIsError(teaching, classNames.Count);
            string cause = teaching
                .Where(domain => !LabelValueCause.Unlisted(domain.Tally).Any())
                .Select(domain => LabelValueCause.Of(domain.Tally, classNames.Count))
                .FirstOrDefault(c => c is not null)
                ?? (
                    isError
                        ? "The list of class names is too long or in another order than the ids, or the label map or files are "
                            + "not those of this data."
                        : ""
                );
            yield return new DataFinding(
                isError ? DataFindingSeverity.Error : DataFindingSeverity.Warning,
                $"No label of {Where(teaching)} has a pixel of {Names(absent, classNames)}, which cannot be learned. {cause}".TrimEnd()
            );
        }

        foreach (var domain in domains.Where(domain => domain.Tally.Labels > 0))
        {
            int[] lacking = [.. Enumerable.Range(0, classNames.Count).Where(id => domain.Lacks(id) && !absent.Contains(id))];
            if (!domain.Teaches && lacking.Length == classNames.Count - 1)
            {
                yield return OfOneClass(domain, LabelValueCause.Of(domain.Tally, classNames.Count));
            }
            else if (lacking.Length > 0)
            {
                string effect = domain.Teaches ? "the other domain's labels alone teach it" : "its IoU is not measured";
                yield return Warning($"{domain.Name}: no label ({domain.Extent}) has a pixel of {Names(lacking, classNames)}: {effect}.");
            }
        }
    }

    /// <summary>Even if the classes are unknown, a single class is nothing to learn.</summary>
    private static IEnumerable<DataFinding> OneClass(DomainEvidence[] teaching)
    {
        int[] present = [.. Enumerable.Range(0, LabelMask.Ignored).Where(id => !teaching.All(domain => domain.Lacks(id)))];
        if (teaching.Length == 0 || present.Length != 1)
        {
            yield break;
        }
        string? cause = teaching.Select(domain => LabelValueCause.Of(domain.Tally, classCount: 2)).FirstOrDefault(c => c is not null);
        yield return Error(
            (
                $"The labels of {Where(teaching)} have pixels of class {present[0]} alone, so that there is nothing to tell "
                + $"apart. {cause}"
            ).TrimEnd()
        );
    }

    private static IEnumerable<DataFinding> WithoutClass(DomainEvidence domain)
    {
        if (domain.Tally.LabelsWithoutClass > 0)
        {
            yield return Warning(
                $"{domain.Name}: {domain.Tally.LabelsWithoutClass} of {domain.Extent} have no pixel with a class and are passed over."
            );
        }
    }

    private static string Where(DomainEvidence[] domains) =>
        string.Join(" and ", domains.Select(domain => $"{domain.Name} ({domain.Extent})"));

    private static string Names(IReadOnlyList<int> ids, IReadOnlyList<string> classNames) =>
        (ids.Count == 1 ? "class " : "classes ") + string.Join(", ", ids.Select(id => $"{id} '{classNames[id]}'"));

    private static string Percent(double share) =>
        share < 0.001 ? "below 0.1 %" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static DataFinding OfOneClass(DomainEvidence domain, string? cause) =>
        Error($"{domain.Name}: labels ({domain.Extent}) have pixels of one class alone, so that they measure nothing. {cause}".TrimEnd());

    private static DataFinding Error(string message) => new(DataFindingSeverity.Error, message);

    private static DataFinding Warning(string message) => new(DataFindingSeverity.Warning, message);
}
