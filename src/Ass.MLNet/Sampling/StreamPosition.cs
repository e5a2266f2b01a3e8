namespace Ass.MLNet.Sampling;

/// <summary>A stream's position after a sample: enough to continue with the next one.</summary>
/// <param name="Pass">Number of passes finished.</param>
/// <param name="Offset">Progress of the current pass: rows that the cursor has passed or, with a pool, samples drawn.</param>
/// <param name="Samples">Number of samples made up to this position or, with a pool, up to the start of the pass.</param>
/// <param name="AllIgnoredRows">Number of rows so far in the first pass whose label is ignored everywhere.</param>
internal readonly record struct StreamPosition(int Pass, long Offset, long Samples, int AllIgnoredRows);
