using Ass.MLNet.Onnx.Protocol;
using static Ass.MLNet.Export.NodeAttributes;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Export;

/// <summary>The operators that segmentation networks consist of, besides convolutions. Images and feature maps are (N, C, H, W).</summary>
internal static class GraphOperators
{
    extension(GraphBuilder graph)
    {
        public GraphValue Relu(GraphValue x) => graph.Node("Relu", [x]);

        /// <summary>The values limited to 0 … 6.</summary>
        public GraphValue Relu6(GraphValue x) => graph.Node("Clip", [x, graph.Number(0), graph.Number(6)]);

        public GraphValue Add(GraphValue x, GraphValue y) => graph.Node("Add", [x, y]);

        /// <summary>A 3×3 max pooling with stride 2 and padding 1.</summary>
        /// <param name="x">(N, C, H, W).</param>
        /// <param name="ceilMode">Whether even sizes give one extra value.</param>
        public GraphValue MaxPool(GraphValue x, bool ceilMode) =>
            graph.Node(
                "MaxPool",
                [x],
                [
                    Numbers("kernel_shape", 3, 3),
                    Numbers("strides", 2, 2),
                    Numbers("pads", 1, 1, 1, 1),
                    Number("ceil_mode", ceilMode ? 1 : 0),
                ]
            );

        /// <summary>Some sides of a tensor, as a list of integers.</summary>
        /// <param name="x">A tensor.</param>
        /// <param name="start">The first side.</param>
        /// <param name="end">The side after the last.</param>
        public GraphValue Shape(GraphValue x, long start, long end) =>
            graph.Node("Shape", [x], [Number("start", start), Number("end", end)]);

        /// <summary>Resizes floats bilinearly as libtorch's <c>interpolate</c> does, without a filter against aliasing.</summary>
        /// <param name="x">(N, C, h, w).</param>
        /// <param name="size">H and W, two integers.</param>
        /// <param name="alignCorners">Whether the centres of the corner pixels are aligned, instead of the edges.</param>
        public GraphValue Upsample(GraphValue x, GraphValue size, bool alignCorners = false) =>
            graph.Resize(
                x,
                size,
                Word("mode", "linear"),
                Word("coordinate_transformation_mode", alignCorners ? "align_corners" : "half_pixel")
            );

        /// <summary>Resizes with a filter that widens when downscaling, as Pillow's do, and with edges aligned.</summary>
        /// <param name="x">(N, C, h, w). The results of bytes are bytes, along one side and then along the other.</param>
        /// <param name="size">H and W, two integers.</param>
        /// <param name="interpolation">The filter.</param>
        public GraphValue Resample(GraphValue x, GraphValue size, ImageInterpolation interpolation) =>
            graph.Resize(
                x,
                size,
                Word("mode", interpolation == ImageInterpolation.Bicubic ? "cubic" : "linear"),
                Word("coordinate_transformation_mode", "half_pixel"),
                Number("antialias", 1),
                Number("cubic_coeff_a", -0.5f),
                Number("exclude_outside", 1)
            );

        /// <summary>The nearest integers, as floats; halves are rounded up.</summary>
        public GraphValue Round(GraphValue x) => graph.Node("Floor", [graph.Add(x, graph.Number(0.5f))]);

        /// <remarks>Why all four sides, and not the attribute <c>axes</c> with two: ONNX Runtime (1.31) moves a transposition before the
        /// node behind it, and then takes the two for four, so that it refuses the graph.</remarks>
        private GraphValue Resize(GraphValue x, GraphValue size, params ReadOnlySpan<AttributeProto> attributes)
        {
            var sides = graph.Node("Concat", [graph.Shape(x, 0, 2), size], [Number("axis", 0)]);
            return graph.Node("Resize", [x, GraphValue.None, GraphValue.None, sides], attributes);
        }

        public GraphValue Transpose(GraphValue x, params ReadOnlySpan<long> order) =>
            graph.Node("Transpose", [x], [Numbers("perm", order)]);

        public GraphValue Cast(GraphValue x, ElementType type) => graph.Node("Cast", [x], [Number("to", (long)type)]);

        /// <summary>The parts of a tensor along an axis at these places.</summary>
        public GraphValue Gather(GraphValue x, GraphValue places, long axis) => graph.Node("Gather", [x, places], [Number("axis", axis)]);

        public GraphValue Subtract(GraphValue x, GraphValue y) => graph.Node("Sub", [x, y]);

        public GraphValue Divide(GraphValue x, GraphValue y) => graph.Node("Div", [x, y]);

        /// <summary>(N, K, h, w) → (N, 1, 1, 1), truth values: whether a number of the image is NaN or infinite.</summary>
        /// <remarks>Why not a look at the largest number: the standard does not say what <c>ReduceMax</c> makes of NaN.</remarks>
        public GraphValue HasUnsound(GraphValue x)
        {
            var unsound = graph.Cast(graph.Node("Or", [graph.Node("IsNaN", [x]), graph.Node("IsInf", [x])]), ElementType.Float);
            var any = graph.Node("ReduceMax", [unsound, graph.Constant("all_sides", 1, 2, 3)], [Number("keepdims", 1)]);
            return graph.Cast(any, ElementType.Bool);
        }

        /// <summary>The first where the condition holds, elsewhere the second; sides of 1 are repeated.</summary>
        public GraphValue Where(GraphValue condition, GraphValue first, GraphValue second) =>
            graph.Node("Where", [condition, first, second]);

        /// <summary>A tensor without one of its sides, which is 1.</summary>
        public GraphValue Squeeze(GraphValue x, long axis) => graph.Node("Squeeze", [x, graph.Constant("axis", axis)]);

        /// <summary>(N, K, H, W) → probabilities over K.</summary>
        public GraphValue Softmax(GraphValue x) => graph.Node("Softmax", [x], [Number("axis", 1)]);

        /// <summary>(N, K, H, W) → (N, H, W), 64-bit integers: the first of the largest of K.</summary>
        public GraphValue ArgMax(GraphValue x) => graph.Node("ArgMax", [x], [Number("axis", 1), Number("keepdims", 0)]);
    }
}
