using Ass.MLNet.Labeling;

namespace Ass.MLNet;

/// <summary>Chooses which images to label next.</summary>
public static class LabelSuggestions
{
    /// <summary>Chooses the images that are together worth most.</summary>
    /// <remarks>
    /// With S the chosen images, L the labelled ones, n the number to choose and K classes, S maximises, image by image,
    /// <code>
    /// w_c · mean over images j of max over i in S ∪ L of max(0, cos(d_i, d_j))        looks: facility location on centred descriptors d
    /// w_k · mean over classes c of 1 − exp(−Σ over i in S ∪ L of v_i s_ic / (n p_c))  classes: s_ic expected shares, p_c their mean
    /// w_u · mean over i in S of the rank of i's uncertainty                           0 for the surest image, 1 for the least sure
    /// </code>
    /// v is 1, but n / |L| for labelled images where there are more than n, which count as much as n then. Each is between 0 and 1, and
    /// none can fall when an image is added, so the first image chosen is worth most. Facility location rather than k-centre, since the
    /// latter picks outliers first. Classes of which all images together are expected to show nothing are left out. Deterministic: of
    /// equal images the first is chosen.
    /// </remarks>
    /// <param name="candidates">The unlabelled images, of one network.</param>
    /// <param name="count">n, from 1 to their number.</param>
    /// <param name="labeled">Images that have labels already, by the same network; null: none.</param>
    /// <param name="options">Weights; null: the defaults.</param>
    /// <returns><paramref name="count"/> images, the most valuable first.</returns>
    /// <exception cref="ArgumentException">The images' evidence is of different networks.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer candidates, or an option is out of its range.</exception>
    public static IReadOnlyList<LabelSuggestion> Choose(
        IReadOnlyList<ImageEvidence> candidates,
        int count,
        IReadOnlyList<ImageEvidence>? labeled = null,
        LabelSuggestionOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(candidates);
        labeled ??= [];
        options ??= new LabelSuggestionOptions();
        options.Check();
        if (count < 1 || count > candidates.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"The number of images to choose must be from 1 to the number of unlabelled images, {candidates.Count}, but is {count}."
            );
        }
        CheckAlike([.. candidates, .. labeled]);
        return new SuggestionSearch(candidates, labeled, count, options).Run();
    }

    private static void CheckAlike(IReadOnlyList<ImageEvidence> all)
    {
        var first = all[0];
        for (int i = 1; i < all.Count; i++)
        {
            if (all[i].Descriptor.Count != first.Descriptor.Count || all[i].ClassShares.Count != first.ClassShares.Count)
            {
                throw new ArgumentException(
                    $"The evidence is of different networks: image {i} has {all[i].Descriptor.Count} numbers and "
                        + $"{all[i].ClassShares.Count} classes, image 0 has {first.Descriptor.Count} and {first.ClassShares.Count}."
                );
            }
        }
    }
}
