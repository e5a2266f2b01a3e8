using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Transforms;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Models with random weights and statistics, and images for them.</summary>
internal static class ExportedModels
{
    public static readonly string[] ClassNames = ["road", "sky", "car", "tree", "person"];

    /// <summary>A network whose batch norms have statistics of their own, and whose values neither vanish nor grow on their way.</summary>
    public static SegmentationModule CreateNetwork(NetworkSpec spec, ulong seed = 1)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        var network = new SegmentationModule(spec);
        network.Initialize(random);
        foreach (var (name, value) in network.state_dict())
        {
            string kind = name[(name.LastIndexOf('.') + 1)..];
            switch (kind)
            {
                case "running_var":
                    value.uniform_(0.5, 2, random);
                    break;
                case "running_mean" or "bias":
                    value.normal_(0, 0.2, random);
                    break;
                case "weight" when value.dim() == 1:
                    value.uniform_(0.5, 1, random);
                    break;
            }
        }
        return network.MoveTo(CPU);
    }

    public static AssSegmentationTransformer CreateModel(
        NetworkSpec spec,
        InputNormalization? normalization = null,
        PredictionResizing? resizing = null
    )
    {
        normalization ??= InputNormalization.TorchVision;
        var network = CreateNetwork(spec);
        BalanceClasses(network, normalization);
        var segmenter = new Segmenter(network, normalization, resizing ?? new PredictionResizing(null), ClassNames, CPU);
        return new(new MLContext(), segmenter, new("Image", "Label", "Scores"));
    }

    /// <summary>Takes each class's mean logit from its bias: else nearly all pixels are of one class.</summary>
    private static void BalanceClasses(SegmentationModule network, InputNormalization normalization)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var image = CreateImage(97, 65);
        using var output = network.forward(normalization.ToTensor(image.Pixels, 1, image.Height, image.Width, CPU));
        var weights = network.state_dict();
        var bias = weights[network.Spec.HasDecoder ? "classifier.bias" : "classifier.conv2d_list.0.bias"];
        bias.sub_(output.Logits.mean([0, 2, 3]));
        network.train();
    }

    /// <summary>Gentle shapes with noise, unlike in every image.</summary>
    public static BgrImage CreateImage(int width, int height, int seed = 1)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[width * height * 3];
        double phase = random.NextDouble() * 6;
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % width;
            int y = i / 3 / width;
            double wave = Math.Sin((x * 0.05) + phase) + Math.Cos((y * 0.08 * (1 + (i % 3))) - phase);
            pixels[i] = (byte)Math.Clamp(128 + (50 * wave) + random.Next(-25, 26), 0, 255);
        }
        return new BgrImage(width, height, pixels);
    }
}
