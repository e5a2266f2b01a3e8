using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>One training of a study.</summary>
/// <param name="Part">The part it belongs to.</param>
/// <param name="Variant">The part's variant; empty in a part without.</param>
/// <param name="Row">The recipe.</param>
/// <param name="Labeled">Target images that keep their labels; 0 in the row that uses none.</param>
/// <param name="Seed">The seed of everything random, the choice of labelled images included.</param>
internal sealed record StudyCell(string Part, string Variant, GridRow Row, int Labeled, int Seed)
{
    /// <summary>Its folder, seen from the study's.</summary>
    public string Name => $"{Part}/{(Variant.Length > 0 ? Variant + "-" : "")}{Row}-{Labeled}-seed{Seed}";

    /// <summary>All of a part, seed by seed, so that what is there at any time can be compared: the same rows with the same labelled
    /// images.</summary>
    public static IEnumerable<StudyCell> Plan(StudyPart part) =>
        from seed in part.Seeds
        from count in part.Labeled.Prepend(0)
        from variant in part.Variants
        from row in part.Rows
        where (count == 0) == row.IsSourceOnly
        select new StudyCell(part.Name, variant.Name, row, count, seed);
}
