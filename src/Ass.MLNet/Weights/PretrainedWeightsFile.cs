using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>A backbone's weights in a file: what network they fit, what pixels they expect, and how they get into a module.</summary>
internal sealed class PretrainedWeightsFile
{
    private readonly string path;

    private PretrainedWeightsFile(string path)
    {
        this.path = path;
        LastStageBlocks = OnnxResNet.BlockCounts(path)[^1];
    }

    /// <summary>Blocks in the last stage of the ResNet-18: ML.NET's file has 3.</summary>
    public int LastStageBlocks { get; }

    /// <summary>The pixels that the weights were trained on.</summary>
    public InputNormalization Normalization { get; } = new(ImageNetResNet18.MeanBgr);

    /// <param name="weights"><see cref="PretrainedWeights.ImageNet"/> or a path.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PretrainedWeightsFile Open(string weights) =>
        new(weights == PretrainedWeights.ImageNet ? ImageNetResNet18.Locate() : weights);

    /// <summary>Copies every tensor into the module's tensor of the same name, one at a time.</summary>
    /// <exception cref="InvalidDataException">Names or shapes do not fit.</exception>
    public void CopyTo(nn.Module module)
    {
        using var _ = no_grad();
        var own = module.state_dict();
        var missing = own.Keys.ToHashSet();
        foreach (var weight in OnnxResNet.Read(path))
        {
            if (!own.TryGetValue(weight.Name, out var target))
                throw new InvalidDataException($"'{path}' holds '{weight.Name}', which the backbone does not have.");
            if (!target.shape.SequenceEqual(weight.Shape))
            {
                throw new InvalidDataException(
                    $"'{path}': '{weight.Name}' is [{string.Join(", ", weight.Shape)}], but the backbone's is [{string.Join(", ", target.shape)}].");
            }

            using var scope = NewDisposeScope();
            target.copy_(tensor(weight.Values, weight.Shape));
            missing.Remove(weight.Name);
        }

        if (missing.Count > 0)
            throw new InvalidDataException($"'{path}' lacks {missing.Count} of the backbone's {own.Count} tensors, '{missing.Order().First()}' among them.");
    }
}
