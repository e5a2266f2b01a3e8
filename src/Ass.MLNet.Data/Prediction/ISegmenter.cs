using Ass.MLNet.Images;

namespace Ass.MLNet.Prediction;

/// <summary>What tells the class of every pixel of an image: a trained network, whatever runs it.</summary>
internal interface ISegmenter
{
    /// <summary>H · W train ids of an image, at its own size.</summary>
    byte[] PredictIds(BgrImage image);

    /// <summary>Likewise with softmax scores, K · H · W with the class outermost.</summary>
    (byte[] Ids, float[] Scores) PredictWithScores(BgrImage image);
}
