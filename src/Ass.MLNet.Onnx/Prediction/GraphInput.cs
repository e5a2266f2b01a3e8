using Ass.MLNet.Images;
using Ass.MLNet.Onnx;

namespace Ass.MLNet.Prediction;

/// <summary>Images as graphs take them.</summary>
internal static class GraphInput
{
    /// <summary>Resizes an image where the graph does not, puts red first where the graph expects it, and uses it.</summary>
    /// <param name="description">What the graph takes.</param>
    /// <param name="image">The image; the caller keeps it.</param>
    /// <param name="use">Takes what the graph is to see, and must not keep it.</param>
    public static T Use<T>(OnnxDescription description, BgrImage image, Func<BgrImage, T> use)
    {
        return description.ResizesImages ? UseInOrder(image) : description.Resizing.Use(image, padding: [0, 0, 0], UseInOrder);

        T UseInOrder(BgrImage sized) => description.Input == OnnxInput.Rgb ? PixelBuffers.Use(sized.WithRedFirst(), use) : use(sized);
    }
}
