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

    /// <summary>Each pixel by itself, and the surer part of every class, about half: fully if the teacher's confidence reaches
    /// <see cref="SelfTrainingOptions.Confidence"/> or the mean confidence of the pixels that it gives the same class in the image. So
    /// classes of which it is never sure, small and rare ones, are not forgotten; an untrained teacher is trusted, too. Our choice;
    /// class-wise portions are CBST's (ECCV 2018), which takes them of all images together.</summary>
    Classes,
}
