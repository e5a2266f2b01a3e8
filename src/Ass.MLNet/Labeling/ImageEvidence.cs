namespace Ass.MLNet;

/// <summary>What a network says of an unlabelled image: what it looks like, which classes it is likely to show, and how unsure the network
/// is. A few hundred bytes, so that those of 100,000 images fit in memory.</summary>
/// <remarks>Evidence of different networks, or of a network at different sizes, must not be mixed.</remarks>
public sealed class ImageEvidence
{
    /// <param name="descriptor">See <see cref="Descriptor"/>.</param>
    /// <param name="classShares">See <see cref="ClassShares"/>.</param>
    /// <param name="uncertainty">See <see cref="Uncertainty"/>.</param>
    /// <exception cref="ArgumentException">A value is not a number, a share is below 0, or there is no descriptor.</exception>
    public ImageEvidence(IReadOnlyList<float> descriptor, IReadOnlyList<float> classShares, float uncertainty)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(classShares);
        if (descriptor.Count == 0 || !descriptor.All(float.IsFinite))
        {
            throw new ArgumentException("The descriptor must be one or more finite numbers.", nameof(descriptor));
        }
        if (!classShares.All(share => float.IsFinite(share) && share >= 0))
        {
            throw new ArgumentException("The classes' shares must be numbers of 0 or more.", nameof(classShares));
        }
        if (!float.IsFinite(uncertainty))
        {
            throw new ArgumentException("The uncertainty must be a number.", nameof(uncertainty));
        }
        (Descriptor, ClassShares, Uncertainty) = ([.. descriptor], [.. classShares], uncertainty);
    }

    /// <summary>The backbone's features averaged over the image, projected to at most 128 numbers.</summary>
    public IReadOnlyList<float> Descriptor { get; }

    /// <summary>Expected share of each class's pixels, 0 to 1, the mean of the softmax; empty for a network without classes.</summary>
    public IReadOnlyList<float> ClassShares { get; }

    /// <summary>How unsure the network is, 0 to 1: the mean, over the tenth of the regions where it is highest, of impurity × entropy
    /// (RIPU, arXiv 2111.12940). A region has 3×3 cells: its impurity is the entropy of the classes predicted there, its entropy the mean
    /// of the cells'. Both are divided by the entropy of K equal shares. 0 for a network without classes.</summary>
    public float Uncertainty { get; }
}
