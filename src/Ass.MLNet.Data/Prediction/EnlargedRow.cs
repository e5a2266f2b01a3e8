namespace Ass.MLNet.Prediction;

/// <summary>The logits of one row of an image, between two rows of logits of the image's width W.</summary>
/// <param name="Upper">K × W logits of the row above, or longer; valid only during the call that passes them.</param>
/// <param name="Lower">Likewise of the row below.</param>
/// <param name="Share">The weight of <paramref name="Lower"/>, 0 to 1; that of <paramref name="Upper"/> is the rest.</param>
/// <param name="Y">The row of the image.</param>
/// <param name="Classes">K.</param>
internal readonly record struct EnlargedRow(float[] Upper, float[] Lower, float Share, int Y, int Classes);
