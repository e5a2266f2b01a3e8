namespace Ass.MLNet;

/// <summary>What the teacher's prediction becomes a label by.</summary>
public enum PseudoLabelForm
{
    /// <summary>The teacher's most probable class (FixMatch, DACS, UniMatch).</summary>
    Hard,

    /// <summary>The teacher's softmax as it is: the student learns to be as unsure as the teacher is. A class that is often the second
    /// choice and seldom the first, as small and rare ones are, is not lost, as it is among the most probable ones (Mean Teacher, NeurIPS
    /// 2017, there as a squared difference).</summary>
    Soft,
}
