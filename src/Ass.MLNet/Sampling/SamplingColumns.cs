using Microsoft.ML;

namespace Ass.MLNet.Sampling;

/// <summary>The columns that samples are made from, and the number of classes in their labels.</summary>
/// <param name="Image">Image column.</param>
/// <param name="Label">Label column.</param>
/// <param name="Domain">Domain column; null if the data has none, so that all rows belong to the one domain that is read.</param>
/// <param name="ClassCount">K: labels contain 0 … K − 1 and 255.</param>
internal sealed record SamplingColumns(
    DataViewSchema.Column Image,
    DataViewSchema.Column Label,
    DataViewSchema.Column? Domain,
    int ClassCount
)
{
    /// <summary>Pixels of the classes in the labels; null if they are not known, so that all rows are used alike.</summary>
    public ClassPixels? ClassPixels { get; init; }
}
