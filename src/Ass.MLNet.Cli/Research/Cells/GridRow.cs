namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>A row of the table: a recipe under its word on the command line.</summary>
internal sealed record GridRow(string Name, AdaptationRecipe Recipe)
{
    /// <summary>Whether no target label is used, so that there is one cell for all numbers of them.</summary>
    public bool IsSourceOnly => Recipe == AdaptationRecipe.SourceOnly;

    public override string ToString() => Name;
}
