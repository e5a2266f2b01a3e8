using System.Numerics.Tensors;

namespace Ass.MLNet.Prediction;

/// <summary>Scores that tell no classes, because they are NaN or infinite.</summary>
internal static class UnsoundScores
{
    /// <summary>Whether all values are finite.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values) => values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(values));

    /// <summary>The error for an image whose scores are not finite.</summary>
    /// <param name="width">The width of the image that the network saw.</param>
    /// <param name="height">Its height.</param>
    public static InvalidOperationException Error(int width, int height) =>
        new(
            $"The network's scores for an image of {width}x{height} are NaN or infinite, so they tell no classes: its weights, though "
                + "finite, are of no use."
        );
}
