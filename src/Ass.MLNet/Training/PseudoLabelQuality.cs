using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Prediction;

namespace Ass.MLNet.Training;

/// <summary>How good a teacher's pseudo-labels would be on images whose truth is known.</summary>
/// <param name="Trusted">Share of the pixels with a label, 0 to 1, on which the teacher is confident enough.</param>
/// <param name="Right">Share of those whose class is right; 0 if there are none.</param>
internal readonly record struct PseudoLabelQuality(double Trusted, double Right)
{
    /// <param name="teacher">A network that predicts with the teacher's weights.</param>
    /// <param name="images">Images and their H · W true ids; 255 = ignored.</param>
    /// <param name="confidence">See <see cref="SelfTrainingOptions.Confidence"/>.</param>
    public static PseudoLabelQuality Of(Segmenter teacher, IEnumerable<(BgrImage Image, byte[] Truth)> images, double confidence)
    {
        long labeled = 0,
            trusted = 0,
            right = 0;
        foreach (var (image, truth) in images)
        {
            var (ids, scores) = teacher.PredictWithScores(image);
            for (int i = 0; i < truth.Length; i++)
            {
                if (truth[i] != LabelMask.Ignored)
                {
                    labeled++;
                    bool isTrusted = scores[ids[i] * truth.Length + i] >= confidence;
                    trusted += isTrusted ? 1 : 0;
                    right += isTrusted && ids[i] == truth[i] ? 1 : 0;
                }
            }
        }

        return new((double)trusted / Math.Max(1, labeled), (double)right / Math.Max(1, trusted));
    }
}
