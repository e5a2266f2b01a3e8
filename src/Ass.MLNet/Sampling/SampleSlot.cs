namespace Ass.MLNet.Sampling;

/// <summary>A row that a thread has taken on, and what becomes of it. <see cref="SampleOrder"/> guards its changes.</summary>
/// <param name="pass">Number of passes before this one.</param>
/// <param name="row">The row's place in the pass, from 0.</param>
/// <param name="isFirst">Whether no earlier row of the pass is read.</param>
internal sealed class SampleSlot(int pass, long row, bool isFirst)
{
    public int Pass => pass;

    public long Row => row;

    public bool IsFirst => isFirst;

    public RowOutcome Outcome { get; set; }

    /// <summary>The number of the sample in the stream, from 0; null until all earlier rows are known.</summary>
    public long? Number { get; set; }

    /// <summary>The stream's position after this row.</summary>
    public StreamPosition After { get; set; }

    /// <summary>Whether another process makes the sample.</summary>
    public bool IsOthers { get; set; }

    public Sample? Sample { get; set; }

    public Exception? Failure { get; set; }
}
