namespace Ass.MLNet.Inspection;

/// <summary>Observations on the labels of one domain.</summary>
/// <param name="name">The name of the domain in messages.</param>
/// <param name="teaches">Whether training learns classes from it; false for a validation set.</param>
/// <param name="tally">Initial counts; null to start at zero.</param>
internal sealed class DomainEvidence(string name, bool teaches = true, InspectionTally? tally = null)
{
    public string Name { get; } = name;

    public bool Teaches { get; } = teaches;

    public InspectionTally Tally { get; } = tally ?? new InspectionTally();

    /// <summary>The number of rows skipped by sampling.</summary>
    public long RowsPassedOver { get; set; }

    /// <summary>The number of unlabelled rows. A partly labelled domain may well lack a rare class.</summary>
    public long UnlabeledRows { get; set; }

    /// <summary>Whether a label could not be read, so that its pixels are not counted.</summary>
    public bool HasUnreadable { get; set; }

    /// <summary>Whether training stops at an id outside the class list, as it does for ids that no label map ignores.</summary>
    public bool EndsAtUnlistedIds { get; set; }

    /// <summary>For instance <c>300 labels, spread over the rows</c>.</summary>
    public string Extent =>
        $"{Tally.Labels} {(Tally.Labels == 1 ? "label" : "labels")}{(RowsPassedOver > 0 ? ", spread over the rows" : "")}";

    public bool Lacks(int trainId) => Tally.ClassPixels[trainId] == 0;
}
