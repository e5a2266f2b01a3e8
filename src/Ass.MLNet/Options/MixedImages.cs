namespace Ass.MLNet;

/// <summary>Which images are pasted into unlabelled ones.</summary>
public enum MixedImages
{
    /// <summary>Those that the recipe trains on: source or labelled target, drawn for each image at random where it has both.</summary>
    Auto,

    /// <summary>Source images.</summary>
    Source,

    /// <summary>Labelled target images.</summary>
    Target,

    /// <summary>Other unlabelled images, with their pseudo-labels and the trust in them: the next one of the batch, which takes at least
    /// two images (of each process, where there are several).</summary>
    Unlabeled,
}
