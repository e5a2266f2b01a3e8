namespace Ass.MLNet.Sampling;

/// <summary>How many pixels each class has in the labels of a domain, as far as labels were looked at before training.</summary>
/// <param name="Source">By train id, of source rows; null if none were looked at.</param>
/// <param name="LabeledTarget">By train id, of labelled target rows; null if none were looked at.</param>
internal sealed record ClassPixels(IReadOnlyList<long>? Source, IReadOnlyList<long>? LabeledTarget)
{
    /// <summary>By train id, of the validation set; null if it was not looked at.</summary>
    public IReadOnlyList<long>? Validation { get; init; }

    /// <summary>Whether the same data and options give the same numbers again, so that others tell of other labels.</summary>
    public bool AreRepeatable { get; init; }

    /// <summary>Those of a stream's labels.</summary>
    public IReadOnlyList<long>? Of(StreamKind kind) =>
        kind switch
        {
            StreamKind.Source => Source,
            StreamKind.LabeledTarget => LabeledTarget,
            _ => null,
        };
}
