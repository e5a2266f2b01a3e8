using Ass.MLNet.Distribution;
using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>The class vectors of a batch: the mean feature of each class in each image, over that class's pixels.</summary>
/// <remarks>On a CPU, libtorch 2.10 computes a wrong gradient of a batch norm, without a word, if the norm's input is in memory channel
/// after channel and the gradient that arrives is channels last. The last norm of a backbone is just behind the features.</remarks>
/// <param name="Vectors">(M, C), one row per image and class present in it.</param>
/// <param name="Classes">(M) train ids, on the vectors' device.</param>
internal sealed record ClassVectors(Tensor Vectors, Tensor Classes) : IDisposable
{
    /// <summary>M; 0 if no class has a pixel.</summary>
    public long Count => Vectors.shape[0];

    /// <summary>M of all processes that train together; <see cref="Count"/> if there is one.</summary>
    public long Everywhere { get; private init; } = Vectors.shape[0];

    /// <summary>How much a mean over these vectors counts, so that the mean over the processes is that over all vectors.</summary>
    public double Share { get; private init; } = 1;

    /// <summary>The same vectors, which know of those of the other processes.</summary>
    public ClassVectors Among(Ranks ranks)
    {
        if (!ranks.AreMany)
        {
            return this;
        }
        double everywhere = ranks.Sum(Count)[0];
        return this with { Everywhere = (long)everywhere, Share = Count * ranks.Count / Math.Max(1, everywhere) };
    }

    /// <summary>A mean over these vectors, weighted by their <see cref="Share"/>.</summary>
    public Tensor Weighted(Tensor mean) => Share == 1 ? mean : mean.Times(Share);

    /// <summary>The same vectors, detached from the graph, for the discriminator's own update.</summary>
    public ClassVectors Detach() => this with { Vectors = Vectors.detach(), Classes = Classes.alias() };

    public void Dispose()
    {
        Vectors.Dispose();
        Classes.Dispose();
    }

    /// <summary>Those of a network's output, averaged from what the options say.</summary>
    public static ClassVectors Of(NetworkOutput output, LabelBatch labels, int classCount, AdversarialOptions options)
    {
        if (options.SemanticFeatures == SemanticFeatureSpace.Backbone)
        {
            return Average(output.Features, labels, classCount, options.ClassVectorWeights);
        }
        using var softmax = output.Logits.softmax(1);
        return Average(softmax, labels, classCount, options.ClassVectorWeights);
    }

    /// <summary>v_c = Σ 1[y = c] F / Σ 1[y = c] for every class c present, or, by shares, Σ share_c F / Σ share_c; absent classes have no
    /// row.</summary>
    /// <param name="features">F, (B, C, h, w). Gradients flow through it; the mask has none.</param>
    /// <param name="labels">One label per image at the images' resolution.</param>
    /// <param name="classCount">K.</param>
    /// <param name="weights">How much each cell of the feature map counts.</param>
    public static ClassVectors Average(
        Tensor features,
        LabelBatch labels,
        int classCount,
        ClassVectorWeights weights = ClassVectorWeights.Nearest
    )
    {
        using var scope = NewDisposeScope();
        var (mask, rows, classes) =
            weights == ClassVectorWeights.Share ? ByShare(features, labels, classCount) : ByNearest(features, labels, classCount);

        // (B, C, h·w) features × (B, h·w, K) mask = the mean of each class's pixels, as one matrix product per image. The other way round,
        // the gradient would lie in memory as channels last; see the class's remarks.
        var means = features.flatten(2).bmm(mask.transpose(1, 2)).transpose(1, 2).flatten(0, 1);
        return new ClassVectors(means.index_select(0, rows).MoveToOuterDisposeScope(), classes.MoveToOuterDisposeScope());
    }

    // Both make a mask (B, K, h·w) that adds up to 1 for each image and class present, the rows that are present, and their classes. The
    // labels in managed memory tell which rows exist, so there is no need to wait for the device; one copy takes everything there.
    private static (Tensor Mask, Tensor Rows, Tensor Classes) ByNearest(Tensor features, LabelBatch labels, int classCount)
    {
        int height = (int)features.shape[2];
        int width = (int)features.shape[3];
        var small = labels.ResizeNearest(height, width);
        var present = new List<long>();
        var pixelCounts = new long[labels.Count * classCount];
        for (int image = 0; image < labels.Count; image++)
        {
            var counts = new int[256];
            foreach (byte id in small.AsSpan(image * height * width, height * width))
            {
                counts[id]++;
            }
            for (int c = 0; c < classCount; c++)
            {
                int at = image * classCount + c;
                if (counts[c] > 0)
                {
                    present.Add(at);
                }
                pixelCounts[at] = Math.Max(1, counts[c]);
            }
        }

        long[][] parts =
        [
            Array.ConvertAll(small, id => (long)id),
            [.. Enumerable.Range(0, classCount).Select(c => (long)c)],
            pixelCounts,
            [.. present],
            [.. present.Select(p => p % classCount)],
        ];
        long[] told = [.. parts.SelectMany(p => p)];
        var onDevice = DeviceCopy.Of(told, [told.Length], features.device).split([.. parts.Select(p => p.LongLength)], 0);
        var ids = onDevice[0].view(labels.Count, 1, -1);
        var mask = ids.eq(onDevice[1].view(1, classCount, 1)).to(features.dtype);
        mask.mul_(onDevice[2].view(labels.Count, classCount, 1).to(features.dtype).reciprocal());
        return (mask, onDevice[3], onDevice[4]);
    }

    private static (Tensor Mask, Tensor Rows, Tensor Classes) ByShare(Tensor features, LabelBatch labels, int classCount)
    {
        int cells = (int)(features.shape[2] * features.shape[3]);
        int[] areas = ClassShares.Areas(labels, (int)features.shape[2], (int)features.shape[3], classCount);
        var present = new List<int>();
        var told = new List<float>(areas.Length + 2 * labels.Count * classCount);
        for (int row = 0; row < labels.Count * classCount; row++)
        {
            var ofRow = areas.AsSpan(row * cells, cells);
            long sum = 0;
            foreach (int area in ofRow)
            {
                sum += area;
            }
            if (sum > 0)
            {
                present.Add(row);
            }
            double share = 1.0 / Math.Max(1, sum);
            foreach (int area in ofRow)
            {
                told.Add((float)(area * share));
            }
        }

        // 32-bit floats hold the few rows and classes exactly.
        told.AddRange(present.Select(row => (float)row));
        told.AddRange(present.Select(row => (float)(row % classCount)));
        var onDevice = DeviceCopy.Of(told.ToArray(), [told.Count], features.device).split([areas.Length, present.Count, present.Count], 0);
        return (
            onDevice[0].view(labels.Count, classCount, cells).to(features.dtype),
            onDevice[1].to(ScalarType.Int64),
            onDevice[2].to(ScalarType.Int64)
        );
    }
}
