using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>SwiftNet on ResNet-18 as functions of a state dictionary, in 64 bits, channel after channel.</summary>
/// <param name="weights">The network's parameters and statistics, by name; converted ones if gradients are wanted.</param>
/// <param name="batchStatistics">Whether images are normalised together by their own statistics.</param>
internal sealed class PlainSwiftNet(IReadOnlyDictionary<string, Tensor> weights, bool batchStatistics)
{
    /// <summary>Copies in 64 bits that can take gradients.</summary>
    public static Dictionary<string, Tensor> Copies(IReadOnlyDictionary<string, Tensor> weights) =>
        weights.ToDictionary(
            item => item.Key,
            item => item.Value.detach().to(ScalarType.Float64).contiguous().requires_grad_(!item.Key.Contains("running"))
        );

    /// <summary>Feature maps of the four stages, from the finest to the coarsest.</summary>
    public List<Tensor> Stages(Tensor images)
    {
        var x = nn.functional.max_pool2d(nn.functional.relu(Norm("bn1", Conv("conv1", images, 2, 3))), 3, 2, 1);
        var stages = new List<Tensor>();
        for (int stage = 1; stage <= 4; stage++)
        {
            for (int block = 0; block < 2; block++)
            {
                string name = $"layer{stage}.{block}";
                int stride = stage > 1 && block == 0 ? 2 : 1;
                var first = nn.functional.relu(Norm($"{name}.bn1", Conv($"{name}.conv1", x, stride, 1)));
                var second = Norm($"{name}.bn2", Conv($"{name}.conv2", first, 1, 1));
                var shortcut = stride == 1 ? x : Norm($"{name}.downsample.1", Conv($"{name}.downsample.0", x, stride, 0));
                x = nn.functional.relu(second.add(shortcut));
            }
            stages.Add(x);
        }
        return stages;
    }

    public Tensor Features(IReadOnlyList<Tensor> stages)
    {
        var x = Biased("decoder.laterals.3", stages[3], 0);
        foreach (int i in new[] { 2, 1, 0 })
        {
            var enlarged = nn.functional.interpolate(
                x,
                [stages[i].shape[2], stages[i].shape[3]],
                mode: InterpolationMode.Bilinear,
                align_corners: false
            );
            x = nn.functional.relu(Biased($"decoder.blends.{i}", enlarged.add(Biased($"decoder.laterals.{i}", stages[i], 0)), 1));
        }
        return x;
    }

    public Tensor Logits(Tensor features) => Biased("classifier", features, 0);

    private Tensor Conv(string name, Tensor x, long stride, long padding) =>
        nn.functional.conv2d(x, weights[$"backbone.{name}.weight"], null, [stride, stride], [padding, padding]);

    private Tensor Biased(string name, Tensor x, long padding) =>
        nn.functional.conv2d(x, weights[$"{name}.weight"], weights[$"{name}.bias"], [1, 1], [padding, padding]);

    private Tensor Norm(string name, Tensor x)
    {
        Tensor Of(string what) => weights[$"backbone.{name}.{what}"];
        return nn.functional.batch_norm(
            x,
            batchStatistics ? null! : Of("running_mean"),
            batchStatistics ? null! : Of("running_var"),
            Of("weight"),
            Of("bias"),
            batchStatistics,
            0,
            1e-5
        );
    }
}
