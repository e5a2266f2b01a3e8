namespace Ass.MLNet;

/// <summary>What <see cref="AssSegmentationTransformer.SaveOnnx(string, OnnxExportOptions?)"/> writes.</summary>
public sealed class OnnxExportOptions
{
    /// <summary>What the graph takes. Default: <see cref="OnnxInput.Bgr"/>.</summary>
    public OnnxInput Input { get; set; } = OnnxInput.Bgr;

    /// <summary>What the graph returns. Default: <see cref="OnnxOutput.Ids"/>.</summary>
    public OnnxOutput Output { get; set; } = OnnxOutput.Ids;
}
