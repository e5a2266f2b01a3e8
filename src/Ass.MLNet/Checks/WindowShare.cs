using System.Globalization;
using Ass.MLNet.Inspection;

namespace Ass.MLNet.Checks;

/// <summary>Finds windows so small that a network learns nothing of what is around things.</summary>
internal static class WindowShare
{
    /// <summary>769×769 of 2048×1024, a usual window, is 0.28.</summary>
    private const double Least = 0.1;

    /// <summary>A warning where the windows of a domain show less than a tenth of its images; null otherwise.</summary>
    /// <param name="domain">The domain, with the sizes of its images; the most frequent one counts.</param>
    /// <param name="window">The size of the windows; null without.</param>
    /// <param name="resized">The size that its images get first; null if they keep their own.</param>
    /// <param name="sizeOption">The name of the option that says so.</param>
    public static string? Warning(DomainEvidence domain, ImageSize? window, ImageSize? resized, string sizeOption)
    {
        if (window is not { } shown || domain.Tally.ImageSizes.Count == 0)
        {
            return null;
        }
        var whole = resized ?? domain.Tally.ImageSizes.MaxBy(size => size.Value).Key;
        double share = (double)shown.Width * shown.Height / ((double)whole.Width * whole.Height);
        return share >= Least
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Windows of {shown} ({nameof(AssSegmentationOptions.CropSize)}) show {100 * share:0.#} % of an image of {whole} "
                    + $"({domain.Name}), but predictions look at whole images. Scale images down first ({sizeOption}), or cut larger ones."
            );
    }
}
