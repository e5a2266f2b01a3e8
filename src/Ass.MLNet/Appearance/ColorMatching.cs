using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Appearance;

/// <summary>Gives images the colours of others: the mean and the deviation of each L*a*b* channel become the other image's (Reinhard et
/// al., <i>Color Transfer between Images</i>, 2001; in domain adaptation: DDM, CVPR 2021).</summary>
internal static class ColorMatching
{
    /// <summary>A channel with a smaller deviation, in units of L*a*b*, has hardly any: its rounding is not enlarged to the other image's
    /// contrasts.</summary>
    private const double LeastDeviation = 0.01;

    /// <param name="images">(B, 3, H, W), B, G, R from 0 to 255.</param>
    /// <param name="models">(B, 3, h, w): the images whose colours to take, one each.</param>
    /// <param name="imagesInside">(B, 1, H, W), false for padding, which neither counts nor changes; null if there is none.</param>
    /// <param name="modelsInside">The same of <paramref name="models"/>.</param>
    /// <returns>A new tensor like <paramref name="images"/>, limited to 0 … 255. Nothing waits for the device.</returns>
    public static Tensor Apply(Tensor images, Tensor models, Tensor? imagesInside = null, Tensor? modelsInside = null)
    {
        if (images.shape[0] != models.shape[0])
        {
            throw new ArgumentException(
                $"Each image takes the colours of one other, but there are {images.shape[0]} and {models.shape[0]} images.",
                nameof(models)
            );
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var lab = LabColors.FromPixels(images);
        var (mean, deviation) = Statistics(lab, imagesInside);
        var (wantedMean, wantedDeviation) = Statistics(LabColors.FromPixels(models), modelsInside);
        var matched = lab.sub(mean).mul_(wantedDeviation.div(deviation.AtLeast(LeastDeviation))).AddInPlace(wantedMean);
        var result = LabColors.ToPixels(matched);
        return (imagesInside is null ? result : where(imagesInside, result, images)).MoveToOuterDisposeScope();
    }

    /// <summary>Mean and deviation, (B, 3, 1, 1), of the pixels inside.</summary>
    private static (Tensor Mean, Tensor Deviation) Statistics(Tensor lab, Tensor? inside)
    {
        using var scope = NewDisposeScope();
        var mean = Means.Of(lab, inside);
        var distance = lab.sub(mean);
        var deviation = Means.Of(distance.mul_(distance), inside).sqrt();
        return (mean.MoveToOuterDisposeScope(), deviation.MoveToOuterDisposeScope());
    }
}
