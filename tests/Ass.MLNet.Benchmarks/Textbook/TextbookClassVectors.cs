using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>Class vectors by a mask for each class.</summary>
internal static class TextbookClassVectors
{
    /// <summary>(M, C) averages of features (1, C, h, w) over the pixels of each of the M classes present, and (M) their ids.</summary>
    public static (Tensor Vectors, Tensor Classes) Of(Tensor features, Tensor labels, int classCount, int outputStride)
    {
        // The label under the centre of each feature pixel.
        var small = labels
            .slice(1, outputStride / 2, labels.shape[1], outputStride)
            .slice(2, outputStride / 2, labels.shape[2], outputStride);
        var vectors = new List<Tensor>();
        var classes = new List<long>();
        for (int c = 0; c < classCount; c++)
        {
            var mask = small.eq(c).unsqueeze(1).to(ScalarType.Float32);
            var count = mask.sum();
            if (count.item<float>() == 0)
            {
                continue;
            }

            vectors.Add((features * mask).sum([2, 3]) / count);
            classes.Add(c);
        }

        return (cat(vectors, 0), tensor(classes.ToArray()));
    }
}
