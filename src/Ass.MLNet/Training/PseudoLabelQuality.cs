using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Prediction;

namespace Ass.MLNet.Training;

/// <summary>How good a teacher's pseudo-labels would be on images whose truth is known.</summary>
/// <param name="Trusted">Share of the pixels with a label, 0 to 1, that are trusted, or by
/// whose share an image is.</param>
/// <param name="Right">Share of those whose class is right; NaN if there are none.</param>
internal readonly record struct PseudoLabelQuality(double Trusted, double Right)
{
    /// <param name="teacher">A network that predicts with the teacher's weights.</param>
    /// <param name="images">Images and their H · W true ids; 255 = ignored.</param>
    /// <param name="options">Which pixels are trusted.</param>
    public static PseudoLabelQuality Of(Segmenter teacher, IEnumerable<(BgrImage Image, byte[] Truth)> images, SelfTrainingOptions options)
    {
        var all = (Labeled: 0L, Trusted: 0L, Right: 0L);
        foreach (var (image, truth) in images)
        {
            var (ids, scores) = teacher.PredictWithScores(image);
            var (labeled, trusted, right) = Count(ids, scores, truth, options);
            all = (all.Labeled + labeled, all.Trusted + trusted, all.Right + right);
        }

        return new((double)all.Trusted / Math.Max(1, all.Labeled), (double)all.Right / all.Trusted);
    }

    /// <summary>Counts an image's pixels with a true label, those of them that are trusted, and those of these whose class is
    /// right.</summary>
    /// <param name="ids">H · W predicted ids.</param>
    /// <param name="scores">K · H · W softmax scores.</param>
    /// <param name="truth">H · W true ids; 255 = ignored.</param>
    /// <param name="options">Which pixels are trusted.</param>
    public static (int Labeled, int Trusted, int Right) Count(byte[] ids, float[] scores, byte[] truth, SelfTrainingOptions options)
    {
        double[] suffices = new double[scores.Length / ids.Length];
        Array.Fill(suffices, options.TrustedFrom);
        if (options.Trust == PseudoLabelTrust.Classes)
        {
            LowerToMeans(suffices, ids, scores);
        }

        var (labeled, trusted, right) = (0, 0, 0);
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i] != LabelMask.Ignored)
            {
                labeled++;
                bool isTrusted = scores[ids[i] * truth.Length + i] >= suffices[ids[i]];
                trusted += isTrusted ? 1 : 0;
                right += isTrusted && ids[i] == truth[i] ? 1 : 0;
            }
        }
        return (labeled, trusted, right);
    }

    /// <summary>Lowers what suffices for a class to the mean confidence of its pixels, where that is less.</summary>
    private static void LowerToMeans(double[] suffices, byte[] ids, float[] scores)
    {
        double[] sums = new double[suffices.Length];
        int[] counts = new int[suffices.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            sums[ids[i]] += scores[ids[i] * ids.Length + i];
            counts[ids[i]]++;
        }
        for (int c = 0; c < suffices.Length; c++)
        {
            suffices[c] = Math.Min(suffices[c], counts[c] > 0 ? sums[c] / counts[c] : suffices[c]);
        }
    }
}
