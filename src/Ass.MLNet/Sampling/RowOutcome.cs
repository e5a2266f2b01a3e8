namespace Ass.MLNet.Sampling;

/// <summary>What a row is to a stream.</summary>
internal enum RowOutcome
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>The row belongs to another domain, or lacks the label that the stream needs.</summary>
    Elsewhere,

    /// <summary>Every pixel of its label is ignored, so there is nothing to learn from.</summary>
    AllIgnored,

    /// <summary>The row belongs to the stream, but this pass does not use it; see <see cref="RareClassSampling"/>.</summary>
    PassedOver,

    /// <summary>The row belongs to the stream.</summary>
    Wanted,

    /// <summary>There is no such row: the pass has ended.</summary>
    End,

    /// <summary>The row cannot be read.</summary>
    Failed,
}
