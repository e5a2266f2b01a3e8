namespace Ass.MLNet;

/// <summary>How much a pseudo-label counts in self-training.</summary>
public enum PseudoLabelTrust
{
    /// <summary>Each pixel by itself: fully if the teacher's confidence reaches <see cref="SelfTrainingOptions.Confidence"/>, otherwise not
    /// at all (FixMatch, UniMatch).</summary>
    Pixels,

    /// <summary>All pixels of an image alike, by the share of them whose confidence reaches
    /// <see cref="SelfTrainingOptions.Confidence"/> (DACS, DAFormer).</summary>
    Images,
}
