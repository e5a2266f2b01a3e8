namespace Ass.MLNet.Prediction;

/// <summary>The scores that a graph returned for one image.</summary>
/// <param name="values">K × h × w, in ONNX Runtime's memory.</param>
/// <param name="size">w × h.</param>
internal readonly ref struct GraphScores(ReadOnlySpan<float> values, ImageSize size)
{
    public ReadOnlySpan<float> Values { get; } = values;

    public ImageSize Size { get; } = size;
}
