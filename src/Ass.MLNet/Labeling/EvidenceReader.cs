using Ass.MLNet.Datasets;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Labeling;

/// <summary>Lets a network look at images, one pass each. <see cref="ImageEvidence"/> has the formulas.</summary>
internal static class EvidenceReader
{
    /// <summary>Length of a descriptor of more channels.</summary>
    public const int MostNumbers = 128;

    private const int WindowSide = 3;
    private const int ShareOfRegions = 10;

    /// <param name="lease">The network, used as for prediction.</param>
    /// <param name="image">An image of any size.</param>
    /// <param name="withClasses">Whether the network knows the classes; otherwise there is a descriptor alone.</param>
    /// <exception cref="InvalidOperationException">Memory ran out, or the network's scores are not finite.</exception>
    public static ImageEvidence Read(SegmenterLease lease, BgrImage image, bool withClasses = true) =>
        Segmenter.Run(lease, image, (network, input) =>
        {
            if (!withClasses)
            {
                return new ImageEvidence(Descriptor(network.Features(input)), [], 0);
            }

            var output = network.forward(input);
            var probabilities = Segmenter.Sound(output.Logits, input).softmax(1);
            float[] shares = Values(probabilities.mean([2, 3]));
            return new ImageEvidence(Descriptor(output.Features), shares, Uncertainty(probabilities).item<float>());
        });

    /// <summary>The entropy at each of the image's pixels, from 0 to 255.</summary>
    /// <returns>H · W bytes.</returns>
    public static byte[] MapEntropy(SegmenterLease lease, BgrImage image) => Segmenter.Run(lease, image, (network, input) =>
        {
            var probabilities = Segmenter.Sound(network.forward(input).Logits, input).softmax(1);
            bool alignCorners = lease.Segmenter.Resizing.AlignCorners;
            var enlarged = Layers.Upsample(Entropy(probabilities), image.Height, image.Width, alignCorners);
            return enlarged.Times(byte.MaxValue).round().LimitInPlace(0, byte.MaxValue).to(ScalarType.Byte).cpu().data<byte>().ToArray();
        });

    /// <summary>(1, K, h, w) probabilities → (1, 1, h, w): the entropy of each cell, divided by that of K equal shares.</summary>
    public static Tensor Entropy(Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        var sums = probabilities.xlogy(probabilities).sum(1, keepdim: true);
        return sums.Times(-1 / Math.Log(probabilities.shape[1])).MoveToOuterDisposeScope();
    }

    /// <summary>(1, K, h, w) probabilities → a single number on the CPU: the mean of impurity × entropy over the regions where it is
    /// highest.</summary>
    public static Tensor Uncertainty(Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        var classes = nn.functional.one_hot(probabilities.argmax(1), probabilities.shape[1]).permute(0, 3, 1, 2).to(ScalarType.Float32);
        var ofRegions = Entropy(AroundEach(classes)).mul(AroundEach(Entropy(probabilities))).flatten();
        int most = (int)Math.Ceiling(ofRegions.numel() / (double)ShareOfRegions);
        var (highest, _) = ofRegions.topk(most);
        return highest.mean().cpu().MoveToOuterDisposeScope();
    }

    /// <summary>The mean over the region around each cell.</summary>
    private static Tensor AroundEach(Tensor cells) =>
        nn.functional.avg_pool2d(cells, [WindowSide, WindowSide], [1, 1], [1, 1], count_include_pad: false);

    private static float[] Descriptor(Tensor features)
    {
        using var scope = NewDisposeScope();
        float[] means = Values(features.mean([2, 3]));
        return means.Length <= MostNumbers ? means : Project(means);
    }

    /// <summary>Random projection (Achlioptas 2003): distances and angles stay nearly as they are, and the same signs are used for
    /// ever.</summary>
    private static float[] Project(float[] values)
    {
        var random = new SplitMix64(seed: 0);
        float[] projected = new float[MostNumbers];
        foreach (float value in values)
        {
            ulong signs = 0;
            for (int i = 0; i < MostNumbers; i++)
            {
                signs = i % 64 == 0 ? random.Next() : signs >> 1;
                projected[i] += (signs & 1) == 0 ? value : -value;
            }
        }

        float scale = 1 / MathF.Sqrt(MostNumbers);
        return Array.ConvertAll(projected, value => value * scale);
    }

    private static float[] Values(Tensor values)
    {
        using var onCpu = values.to(ScalarType.Float32).cpu();
        return onCpu.data<float>().ToArray();
    }
}
