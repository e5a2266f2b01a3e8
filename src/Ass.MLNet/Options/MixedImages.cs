namespace Ass.MLNet;

/// <summary>Which labelled images are pasted into unlabelled ones.</summary>
public enum MixedImages
{
    /// <summary>Those that the recipe trains on: source or labelled target, drawn for each image at random where it has both.</summary>
    Auto,

    /// <summary>Source images.</summary>
    Source,

    /// <summary>Labelled target images.</summary>
    Target,
}
