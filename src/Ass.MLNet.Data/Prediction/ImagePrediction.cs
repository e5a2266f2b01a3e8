namespace Ass.MLNet.Prediction;

/// <summary>What the network says about one image.</summary>
/// <param name="Width">The image's width in pixels.</param>
/// <param name="Height">The image's height in pixels.</param>
/// <param name="Ids">Height × width train ids, row-major.</param>
/// <param name="Scores">K × height × width softmax scores, or null where nobody asked for them.</param>
internal sealed record ImagePrediction(int Width, int Height, byte[] Ids, float[]? Scores);
