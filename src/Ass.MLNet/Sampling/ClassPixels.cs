namespace Ass.MLNet.Sampling;

/// <summary>How many pixels each class has in the labels of a domain, as far as labels were looked at before training.</summary>
/// <param name="Source">By train id, of source rows; null if none were looked at.</param>
/// <param name="LabeledTarget">By train id, of labelled target rows; null if none were looked at.</param>
internal sealed record ClassPixels(IReadOnlyList<long>? Source, IReadOnlyList<long>? LabeledTarget)
{
    /// <summary>Those of a stream's labels.</summary>
    public IReadOnlyList<long>? Of(StreamKind kind) =>
        kind switch
        {
            StreamKind.Source => Source,
            StreamKind.LabeledTarget => LabeledTarget,
            _ => null,
        };
}
