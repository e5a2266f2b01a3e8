using Microsoft.ML;

namespace Ass.MLNet.Sampling;

/// <summary>The columns that samples are made from, and what their labels may hold.</summary>
/// <param name="Image">Image column.</param>
/// <param name="Label">Label column.</param>
/// <param name="Domain">Domain column; null where the data has none: every row is of the one domain that is read.</param>
/// <param name="ClassCount">K: labels hold 0 … K − 1 and 255.</param>
internal sealed record SamplingColumns(
    DataViewSchema.Column Image,
    DataViewSchema.Column Label,
    DataViewSchema.Column? Domain,
    int ClassCount
);
