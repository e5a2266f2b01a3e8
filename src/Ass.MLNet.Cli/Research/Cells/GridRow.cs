namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>A row of the table: a recipe under its word on the command line.</summary>
internal sealed record GridRow(string Name, AdaptationRecipe Recipe)
{
    /// <summary>Whether the recipe uses no target labels, so that one cell serves all numbers of labels.</summary>
    public bool IsSourceOnly => Recipe == AdaptationRecipe.SourceOnly;

    public override string ToString() => Name;
}
