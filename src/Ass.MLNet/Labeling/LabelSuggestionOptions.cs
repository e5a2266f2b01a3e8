namespace Ass.MLNet;

/// <summary>What counts in the choice of images to label. The defaults are those that did best on images held back; see the guide
/// "Which images to label".</summary>
public sealed class LabelSuggestionOptions
{
    /// <summary>Weight of looks: how well the chosen images, together with the labelled ones, stand for all. 0 or more. Default
    /// 0.1: enough that near copies are not chosen one beside the other. Without class evidence, as from
    /// <see cref="ImageNetFeatures"/>, only looks count, whatever this is.</summary>
    public double CoverageWeight { get; set; } = 0.1;

    /// <summary>Weight of classes: how much the chosen images are expected to show of each class, against a random draw of as many. 0 or
    /// more. Default 1.</summary>
    public double ClassWeight { get; set; } = 1;

    /// <summary>Weight of the network's uncertainty. 0 or more. Default 0: on its own it was no better than drawing at random.</summary>
    public double UncertaintyWeight { get; set; }

    /// <summary>Seed of the sample of images that stand for all where there are more than 2,000. Default 0.</summary>
    public int Seed { get; set; }

    internal void Check()
    {
        foreach (
            var (name, value) in new[]
            {
                (nameof(CoverageWeight), CoverageWeight),
                (nameof(ClassWeight), ClassWeight),
                (nameof(UncertaintyWeight), UncertaintyWeight),
            }
        )
        {
            if (!double.IsFinite(value) || value < 0)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number of 0 or more, but is {value}.");
            }
        }
        if (CoverageWeight + ClassWeight + UncertaintyWeight == 0)
        {
            throw new ArgumentException(
                $"One of {nameof(CoverageWeight)}, {nameof(ClassWeight)} and {nameof(UncertaintyWeight)} must be above 0."
            );
        }
    }
}
