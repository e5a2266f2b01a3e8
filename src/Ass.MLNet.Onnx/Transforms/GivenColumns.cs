using Ass.MLNet.MLNetInternals;

namespace Ass.MLNet.Transforms;

/// <summary>The column names that the caller has chosen; null: those of the file.</summary>
internal sealed record GivenColumns(string? Image, string? PredictedLabel, string? Score)
{
    /// <summary>The columns of a graph, which has no names of its own for them.</summary>
    public static SegmentationColumns Usual { get; } = new("Image", "PredictedLabel", Score: null);

    /// <summary>Fills in what the caller has not chosen.</summary>
    public SegmentationColumns Or(SegmentationColumns columns) =>
        new(Image ?? columns.Image, PredictedLabel ?? columns.PredictedLabel, Score ?? columns.Score);
}
