using Ass.MLNet.Networks;
using Ass.MLNet.Onnx;
using Ass.MLNet.Prediction;
using static Ass.MLNet.Export.NodeAttributes;
using ElementType = Ass.MLNet.Export.Protocol.TensorProto.Types.DataType;

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
        if (description.ResizesImages)
        {
            planes = Resize(graph, planes, description.Resizing);
        }
        var images = Normalize(graph, planes, description.Input == OnnxInput.Rgb, normalization);
        return new GraphImages(images, () => graph.Shape(bytes, 1, 3), Batch, height, width);
    }

    /// <summary>Resizes bytes (N, 3, H, W) as <see cref="PredictionResizing.Prepare"/> does, with a filter that widens when
    /// downscaling.</summary>
    /// <remarks>Why with all four sides, and not with the attribute <c>axes</c>: ONNX Runtime moves the transposition before this node behind
    /// it, and then takes the two sides for four (1.31), so that it refuses the graph.</remarks>
    private static GraphValue Resize(GraphBuilder graph, GraphValue bytes, PredictionResizing resizing)
    {
        var (width, height) = resizing.InputSize!.Value;
        var size = graph.Node("Concat", [graph.Shape(bytes, 0, 2), graph.Constant("input_size", height, width)], [Number("axis", 0)]);
        return graph.Node(
            "Resize",
            [bytes, GraphValue.None, GraphValue.None, size],
            [
                Word("mode", resizing.Interpolation == ImageInterpolation.Bicubic ? "cubic" : "linear"),
                Word("coordinate_transformation_mode", "half_pixel"),
                Number("antialias", 1),
                Number("cubic_coeff_a", -0.5f),
                Number("exclude_outside", 1),
            ]
        );
    }

    private static GraphValue Normalize(GraphBuilder graph, GraphValue bytes, bool redFirst, InputNormalization normalization)
    {
        if (redFirst != normalization.RedFirst)
        {
            bytes = graph.Gather(bytes, graph.Constant("other_order", 2, 1, 0), axis: 1);
        }
        var values = graph.Subtract(graph.Cast(bytes, ElementType.Float), Channels("mean", normalization.MeanBgr));
        return normalization.ScaleBgr.Any(scale => scale != 1) ? graph.Divide(values, Channels("scale", normalization.ScaleBgr)) : values;

        GraphValue Channels(string name, float[] bgr) =>
            graph.Constant(name, [1, 3, 1, 1], normalization.RedFirst ? [bgr[2], bgr[1], bgr[0]] : bgr);
    }
}
