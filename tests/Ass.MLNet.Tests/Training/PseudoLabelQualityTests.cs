using Ass.MLNet.Training;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What is trusted in a validation is what training trusts.</summary>
public class PseudoLabelQualityTests
{
    // Six pixels, two classes; the first class is surer than the second.
    private static readonly byte[] Ids = [0, 0, 0, 1, 1, 1];
    private static readonly float[] OfSecond = [0.04f, 0.2f, 0.3f, 0.8f, 0.6f, 0.55f];
    private static readonly float[] Scores = [.. OfSecond.Select(p => 1 - p), .. OfSecond];
    private static readonly byte[] Truth = [0, 1, 0, 1, 255, 1];

    [Fact]
    public void Confidence_1_trusts_no_pixel_however_sure()
    {
        var options = new SelfTrainingOptions { Confidence = 1, Trust = PseudoLabelTrust.Pixels };
        Assert.Equal((1, 0, 0), PseudoLabelQuality.Count([0], [1f, 0f], [0], options));
    }

    [Theory]
    [InlineData(PseudoLabelTrust.Pixels, 0.75, 3, 2)]
    [InlineData(PseudoLabelTrust.Images, 0.75, 3, 2)]
    [InlineData(PseudoLabelTrust.Pixels, 0.9, 1, 1)]
    [InlineData(PseudoLabelTrust.Classes, 0.9, 2, 2)]
    public void Trusted_pixels_are_counted_and_those_that_are_right(PseudoLabelTrust trust, double confidence, int trusted, int right)
    {
        // With Classes the means suffice: (0.96 + 0.8 + 0.7) / 3 = 0.82 and (0.8 + 0.6 + 0.55) / 3 = 0.65.
        var options = new SelfTrainingOptions { Trust = trust, Confidence = confidence };

        Assert.Equal((5, trusted, right), PseudoLabelQuality.Count(Ids, Scores, Truth, options));
    }
}
