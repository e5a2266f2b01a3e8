using Ass.MLNet.Torch;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>The ImageNet ResNet-18 of ML.NET's <c>DnnImageFeaturizer</c> family: its location and input normalisation.</summary>
internal static class ImageNetResNet18
{
    private const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18";

    /// <summary>The means subtracted from each pixel in training, in B, G, R order on a scale from 0 to 255; no division.</summary>
    /// <remarks>The channel means of the mean image in the package's <c>ResNetPreprocess.onnx</c>.</remarks>
    public static readonly float[] MeanBgr = [103.063f, 115.903f, 123.152f];

    /// <summary>The path of the model that the package copies next to the running application.</summary>
    /// <exception cref="FileNotFoundException">The application does not reference the package.</exception>
    public static string Locate() => Locate(AppContext.BaseDirectory);

    /// <summary>The path of the model that the package copies next to the application in <paramref name="applicationDirectory"/>.</summary>
    internal static string Locate(string applicationDirectory)
    {
        string path = Path.Combine(applicationDirectory, "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"The ImageNet weights of ResNet-18 were looked for at '{path}', where they are not. Add the package {Package} "
                    + $"to the application, which puts them there: dotnet add package {Package} --version {PackageVersions.ResNet18}.",
                path
            );
    }
}
