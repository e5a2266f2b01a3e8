using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>A grid of a study: rows × numbers of labelled images × seeds × variants.</summary>
/// <param name="Name">Its name, and its folder's.</param>
/// <param name="Rows">Recipes.</param>
/// <param name="Labeled">Numbers of labelled target images; empty where the only row is source-only.</param>
/// <param name="Seeds">Seeds.</param>
/// <param name="HoldBack">The target's training images held back for evaluation; null to evaluate on <c>val</c>.</param>
/// <param name="Variants">At least one; the others are compared with the first.</param>
internal sealed record StudyPart(
    string Name,
    IReadOnlyList<GridRow> Rows,
    IReadOnlyList<int> Labeled,
    IReadOnlyList<int> Seeds,
    HoldBack? HoldBack,
    IReadOnlyList<StudyVariant> Variants
);

/// <summary>A choice of training options.</summary>
/// <param name="Name">Its name; empty for the only one of a part that names none.</param>
/// <param name="Training">The options.</param>
/// <param name="LabeledFrom">A list whose first images keep their labels; null: the cell's seed chooses them.</param>
internal sealed record StudyVariant(string Name, CellArguments Training, string? LabeledFrom);
