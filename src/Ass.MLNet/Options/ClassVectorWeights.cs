namespace Ass.MLNet;

/// <summary>How much each cell of the feature map counts in a class's vector.</summary>
public enum ClassVectorWeights
{
    /// <summary>Wholly for the class of the pixel at the cell's centre (labels resized to the nearest pixel). A thin object may own no
    /// cell, and then has no vector. The default.</summary>
    Nearest,

    /// <summary>For every class by the share of the cell's pixels that it has: v_c = Σ share_c F / Σ share_c. Ignored pixels have no class.
    /// A class with any pixel has a vector, and cells at its border count for less.</summary>
    Share,
}
