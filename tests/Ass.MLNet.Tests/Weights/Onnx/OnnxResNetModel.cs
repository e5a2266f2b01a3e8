namespace Ass.MLNet.Tests;

/// <summary>A ResNet of basic blocks with very few channels as an ONNX model, built as ML.NET's is, with anonymous names.</summary>
internal static class OnnxResNetModel
{
    private static readonly long[] Channels = [2, 3, 4, 5];

    public static OnnxModel Create(params int[] blockCounts)
    {
        var model = new OnnxModel();
        string x = Convolve(model, "image", 3, Channels[0], kernel: 7, stride: 2);
        x = Add(
            model,
            new OnnxModelNode("MaxPool", [Add(model, new OnnxModelNode("Relu", [x], "stem"))], "pooled")
            {
                Lists =
                {
                    ["kernel_shape"] = [3, 3],
                    ["strides"] = [2, 2],
                    ["pads"] = [1, 1, 0, 0],
                },
            }
        );

        long inputs = Channels[0];
        for (int stage = 0; stage < blockCounts.Length; stage++)
        {
            for (int block = 0; block < blockCounts[stage]; block++)
            {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                string shortcut = stride == 2 ? Convolve(model, x, inputs, Channels[stage], kernel: 1, stride) : x;
                string branch = Convolve(model, x, inputs, Channels[stage], kernel: 3, stride);
                branch = Add(model, new OnnxModelNode("Relu", [branch], Name(model, "relu")));
                branch = Convolve(model, branch, Channels[stage], Channels[stage], kernel: 3, stride: 1);
                string sum = Add(model, new OnnxModelNode("Add", [branch, shortcut], Name(model, "sum")));
                x = Add(model, new OnnxModelNode("Relu", [sum], Name(model, "block")));
                inputs = Channels[stage];
            }
        }

        Add(model, new OnnxModelNode("GlobalAveragePool", [x], "features"));
        return model;
    }

    private static string Convolve(OnnxModel model, string input, long inputs, long outputs, int kernel, int stride)
    {
        int margin = kernel / 2;
        int end = stride == 2 && kernel > 1 ? margin - 1 : margin;
        string weight = Tensor(model, outputs, inputs, kernel, kernel);
        string convolved = Add(
            model,
            new OnnxModelNode("Conv", [input, weight], Name(model, "conv"))
            {
                Lists =
                {
                    ["kernel_shape"] = [kernel, kernel],
                    ["strides"] = [stride, stride],
                    ["dilations"] = [1, 1],
                    ["pads"] = [margin, margin, end, end],
                },
            }
        );
        string[] statistics = [Tensor(model, outputs), Tensor(model, outputs), Tensor(model, outputs), Tensor(model, outputs)];
        return Add(model, new OnnxModelNode("BatchNormalization", [convolved, .. statistics], Name(model, "norm")) { Epsilon = 1e-5f });
    }

    /// <summary>A tensor whose first value is its number among the model's tensors.</summary>
    private static string Tensor(OnnxModel model, params long[] dimensions)
    {
        string name = $"Parameter{1000 - model.Tensors.Count}";
        long count = dimensions.Aggregate((a, b) => a * b);
        float[] values = [.. Enumerable.Range(0, (int)count).Select(i => model.Tensors.Count + (i / 1024f))];
        model.Tensors.Add(new OnnxModelTensor(name, dimensions, values));
        return name;
    }

    private static string Name(OnnxModel model, string kind) => $"{kind}{model.Nodes.Count}";

    private static string Add(OnnxModel model, OnnxModelNode node)
    {
        model.Nodes.Add(node);
        return node.Output;
    }
}
