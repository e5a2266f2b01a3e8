using Ass.MLNet.Images;

namespace Ass.MLNet.Prediction;

/// <summary>Predicts the class of every pixel of an image: a trained network on any runtime.</summary>
internal interface ISegmenter
{
    /// <summary>Returns H · W train ids at the image's own size.</summary>
    byte[] PredictIds(BgrImage image);

    /// <summary>Also returns softmax scores, K · H · W with the class outermost.</summary>
    (byte[] Ids, float[] Scores) PredictWithScores(BgrImage image);
}
