using Ass.MLNet.Images;
using Ass.MLNet.Onnx;

namespace Ass.MLNet.Prediction;

/// <summary>Images as graphs take them.</summary>
internal static class GraphInput
{
    /// <summary>Resizes an image where the graph does not, puts red first where the graph expects it, and passes it to
    /// <paramref name="use"/>.</summary>
    /// <param name="description">What the graph takes.</param>
    /// <param name="image">The image.</param>
    /// <param name="use">Takes what the graph is to see; it must not keep its pixels.</param>
    public static TResult Use<TResult>(OnnxDescription description, BgrImage image, Func<BgrImage, TResult> use)
    {
        var seen = Prepare(description, image);
        try
        {
            return use(seen);
        }
        finally
        {
            if (seen != image)
            {
                PixelBuffers.Give(seen.Pixels);
            }
        }
    }

    private static BgrImage Prepare(OnnxDescription description, BgrImage image)
    {
        var sized = description.ResizesImages ? image : description.Resizing.Prepare(image, padding: [0, 0, 0]);
        if (description.Input != OnnxInput.Rgb)
        {
            return sized;
        }

        var swapped = sized.WithRedFirst();
        if (sized != image)
        {
            PixelBuffers.Give(sized.Pixels);
        }
        return swapped;
    }
}
