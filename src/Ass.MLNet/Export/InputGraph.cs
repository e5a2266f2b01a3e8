using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Onnx;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Export;

/// <summary>The graph's input, and the nodes that make normalised images for the network of it.</summary>
internal static class InputGraph
{
    private const string Batch = "batch";
    private const string Height = "height";
    private const string Width = "width";

    /// <param name="graph">Gets the nodes.</param>
    /// <param name="description">What the graph takes.</param>
    /// <param name="normalization">The normalisation of bytes.</param>
    public static GraphImages Add(GraphBuilder graph, OnnxDescription description, InputNormalization normalization)
    {
        GraphDimension height = Height,
            width = Width;
        if (description is { Resizing.InputSize: { } size, ResizesImages: false })
        {
            (height, width) = (size.Height, size.Width);
        }

        if (description.Input == OnnxInput.Normalized)
        {
            var input = graph.Input(OnnxDescription.InputName, ElementType.Float, Batch, 3, height, width);
            return new GraphImages(input, () => graph.Shape(input, 2, 4), Batch, height, width);
        }

        var bytes = graph.Input(OnnxDescription.InputName, ElementType.Uint8, Batch, height, width, 3);
        var planes = graph.Transpose(bytes, 0, 3, 1, 2);
        var pixels = description is { Resizing: { InputSize: { } trained, Interpolation: var filter }, ResizesImages: true }
            ? Resample(graph, planes, graph.Constant("input_size", trained.Height, trained.Width), filter)
            : graph.Cast(planes, ElementType.Float);
        var images = Normalize(graph, pixels, description.Input == OnnxInput.Rgb, normalization);
        return new GraphImages(images, () => graph.Shape(bytes, 1, 3), Batch, height, width);
    }

    /// <summary>Bytes (N, 3, H, W) → floats with the values that <see cref="Resampler"/> gives.</summary>
    /// <remarks>The bicubic filter rounds to bytes after each side, the bilinear one only at the end, which takes floats
    /// here.</remarks>
    private static GraphValue Resample(GraphBuilder graph, GraphValue bytes, GraphValue size, ImageInterpolation filter) =>
        filter == ImageInterpolation.Bicubic
            ? graph.Cast(graph.Resample(bytes, size, filter), ElementType.Float)
            : graph.Round(graph.Resample(graph.Cast(bytes, ElementType.Float), size, filter));

    private static GraphValue Normalize(GraphBuilder graph, GraphValue pixels, bool redFirst, InputNormalization normalization)
    {
        if (redFirst != normalization.RedFirst)
        {
            pixels = graph.Gather(pixels, graph.Constant("other_order", 2, 1, 0), axis: 1);
        }
        var values = graph.Subtract(pixels, Channels("mean", normalization.MeanBgr));
        return normalization.ScaleBgr.Any(scale => scale != 1) ? graph.Divide(values, Channels("scale", normalization.ScaleBgr)) : values;

        GraphValue Channels(string name, float[] bgr) =>
            graph.Constant(name, [1, 3, 1, 1], normalization.RedFirst ? [bgr[2], bgr[1], bgr[0]] : bgr);
    }
}
