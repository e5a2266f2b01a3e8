using static Ass.MLNet.Export.NodeAttributes;
using ElementType = Ass.MLNet.Export.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Export;

/// <summary>The operators that segmentation networks consist of, besides convolutions. Images and feature maps are (N, C, H, W).</summary>
internal static class GraphOperators
{
    extension(GraphBuilder graph)
    {
        public GraphValue Relu(GraphValue x) => graph.Node("Relu", [x]);

        /// <summary>The values limited to 0 … 6.</summary>
        public GraphValue Relu6(GraphValue x) =>
            graph.Node("Clip", [x, graph.Constant("least", [], [0f]), graph.Constant("most", [], [6f])]);

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
            graph.Node(
                "Resize",
                [x, GraphValue.None, GraphValue.None, size],
                [
                    Word("mode", "linear"),
                    Word("coordinate_transformation_mode", alignCorners ? "align_corners" : "half_pixel"),
                    Numbers("axes", 2, 3),
                ]
            );

        public GraphValue Transpose(GraphValue x, params ReadOnlySpan<long> order) =>
            graph.Node("Transpose", [x], [Numbers("perm", order)]);

        public GraphValue Cast(GraphValue x, ElementType type) => graph.Node("Cast", [x], [Number("to", (long)type)]);

        /// <summary>The parts of a tensor along an axis at these places.</summary>
        public GraphValue Gather(GraphValue x, GraphValue places, long axis) => graph.Node("Gather", [x, places], [Number("axis", axis)]);

        public GraphValue Subtract(GraphValue x, GraphValue y) => graph.Node("Sub", [x, y]);

        public GraphValue Divide(GraphValue x, GraphValue y) => graph.Node("Div", [x, y]);

        /// <summary>(N, K, H, W) → probabilities over K.</summary>
        public GraphValue Softmax(GraphValue x) => graph.Node("Softmax", [x], [Number("axis", 1)]);

        /// <summary>(N, K, H, W) → (N, H, W), 64-bit integers: the first of the largest of K.</summary>
        public GraphValue ArgMax(GraphValue x) => graph.Node("ArgMax", [x], [Number("axis", 1), Number("keepdims", 0)]);
    }
}
