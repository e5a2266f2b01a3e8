namespace Ass.MLNet.Prediction;

/// <summary>The network's prediction for one image.</summary>
/// <param name="Width">The image's width in pixels.</param>
/// <param name="Height">The image's height in pixels.</param>
/// <param name="Ids">Height × width train ids, row-major.</param>
/// <param name="Scores">K × height × width softmax scores, or null if they were not requested.</param>
internal sealed record ImagePrediction(int Width, int Height, byte[] Ids, float[]? Scores);
