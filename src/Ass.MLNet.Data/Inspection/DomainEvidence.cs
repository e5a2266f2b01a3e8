using Ass.MLNet.Columns;

namespace Ass.MLNet.Inspection;

/// <summary>What was seen of the labels of one domain.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="teaches">Whether training learns classes from it; not from a validation set.</param>
/// <param name="tally">What has been counted; null to begin.</param>
internal sealed class DomainEvidence(string name, bool teaches = true, InspectionTally? tally = null)
{
    public string Name { get; } = name;

    public bool Teaches { get; } = teaches;

    public InspectionTally Tally { get; } = tally ?? new InspectionTally();

    /// <summary>Whether ids lie between those of their neighbours, as after a resizing that interpolates.</summary>
    public InBetweenIds InBetween { get; } = new();

    /// <summary>Rows that were passed over, since not all are looked at.</summary>
    public long RowsPassedOver { get; set; }

    /// <summary>Rows without a label. A domain that has some is labelled in part, and may well lack a rare class.</summary>
    public long UnlabeledRows { get; set; }

    /// <summary>Whether training ends at an id outside the class list, as it does for ids that no label map ignores.</summary>
    public bool EndsAtUnlistedIds { get; set; }

    /// <summary>For instance <c>300 labels, spread over the rows</c>.</summary>
    public string Extent =>
        $"{Tally.Labels} {(Tally.Labels == 1 ? "label" : "labels")}{(RowsPassedOver > 0 ? ", spread over the rows" : "")}";

    public bool Lacks(int trainId) => Tally.ClassPixels[trainId] == 0;
}
