using System.Numerics.Tensors;
using Ass.MLNet.Images;
using Ass.MLNet.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Prediction;

/// <summary>Reads what a graph returned. The shapes of its output are known only now.</summary>
internal static class GraphOutput
{
    /// <summary>The train ids of an image, enlarged by nearest neighbour where the graph saw it at another size.</summary>
    /// <param name="output">What the graph returned.</param>
    /// <param name="image">The image.</param>
    /// <param name="seen">The image that the graph saw.</param>
    /// <param name="classes">The number of classes, K.</param>
    /// <exception cref="InvalidOperationException">The output has another shape, or ids of K or more, such as that of scores that are not
    /// finite.</exception>
    public static byte[] Ids(OrtValue output, BgrImage image, BgrImage seen, int classes)
    {
        long[] shape = ShapeOf(output);
        if (shape is not [1, > 0, > 0])
        {
            throw Unexpected(shape, "(1, H, W)");
        }

        var ids = output.GetTensorDataAsSpan<byte>();
        byte largest = TensorPrimitives.Max(ids);
        if (largest >= classes)
        {
            throw largest == OnnxDescription.UnsoundId
                ? UnsoundScores.Error(seen.Width, seen.Height)
                : new InvalidOperationException($"The graph returned the class {largest} for a pixel, and it has {classes} classes.");
        }

        var (width, height) = ((int)shape[2], (int)shape[1]);
        if ((width, height) == (image.Width, image.Height))
        {
            return ids.ToArray();
        }

        byte[] resized = GC.AllocateUninitializedArray<byte>(image.Width * image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            var row = ids.Slice(Resampler.Nearest(y, height, image.Height) * width, width);
            for (int x = 0; x < image.Width; x++)
            {
                resized[(y * image.Width) + x] = row[Resampler.Nearest(x, width, image.Width)];
            }
        }
        return resized;
    }

    /// <summary>The scores of an image.</summary>
    /// <param name="output">Valid as long as the result is used.</param>
    /// <param name="seen">The image that the graph saw.</param>
    /// <param name="classes">The number of classes, K.</param>
    /// <exception cref="InvalidOperationException">The output has another shape, or is not finite.</exception>
    public static GraphScores Scores(OrtValue output, BgrImage seen, int classes)
    {
        long[] shape = ShapeOf(output);
        if (shape is not [1, _, > 0, > 0] || shape[1] != classes)
        {
            throw Unexpected(shape, $"(1, {classes}, H, W)");
        }

        var values = output.GetTensorDataAsSpan<float>();
        return UnsoundScores.AreFinite(values)
            ? new GraphScores(values, new ImageSize((int)shape[3], (int)shape[2]))
            : throw UnsoundScores.Error(seen.Width, seen.Height);
    }

    private static long[] ShapeOf(OrtValue output) => output.GetTensorTypeAndShape().Shape;

    private static InvalidOperationException Unexpected(long[] shape, string expected) =>
        new($"The graph returned values of the shape ({string.Join(", ", shape)}) for one image; expected {expected}.");
}
