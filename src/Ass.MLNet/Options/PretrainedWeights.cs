namespace Ass.MLNet;

/// <summary>Names of pretrained weights that can be used in place of a weight file's path.</summary>
public static class PretrainedWeights
{
    /// <summary> The ImageNet ResNet-18 that ML.NET itself ships: the package <c>Microsoft.ML.DnnImageFeaturizer.ResNet18</c> copies it
    /// next to the application as <c>DnnImageModels/ResNet18Onnx/ResNet18.onnx</c>.
    /// </summary>
    /// <remarks>
    /// Value: <c>"imagenet"</c>. Only networks on ResNet-18 can start from it. Its last stage has a third block (2, 2, 2, 3), and it
    /// expects B, G, R pixels from 0 to 255 minus the means 103.063, 115.903, 123.152. Without the package, a
    /// <see cref="FileNotFoundException"/> names the package to add.
    /// </remarks>
    public const string ImageNet = "imagenet";
}
