using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>One training of the grid.</summary>
/// <param name="Row">The recipe's word on the command line.</param>
/// <param name="Recipe">The losses.</param>
/// <param name="Labeled">Target images that keep their labels; 0 in the row that uses none.</param>
/// <param name="Seed">The seed of all randomness, including the choice of labelled images.</param>
internal sealed record GridCell(string Row, AdaptationRecipe Recipe, int Labeled, int Seed)
{
    /// <summary>The name of its folder.</summary>
    public string Name => $"{Row}-{Labeled}-seed{Seed}";

    /// <summary>Plans all cells of a grid, seed by seed, so that a full table for one seed comes first.</summary>
    public static IReadOnlyList<GridCell> Plan(IReadOnlyList<GridRow> rows, IReadOnlyList<int> labeled, IReadOnlyList<int> seeds) =>
        [
            .. from seed in seeds
            from count in labeled.Prepend(0)
            from row in rows
            where (count == 0) == row.IsSourceOnly
            select new GridCell(row.Name, row.Recipe, count, seed),
        ];
}
