namespace Ass.MLNet.Sampling;

/// <summary>Where a stream stands after a sample: enough to go on with the one that follows.</summary>
/// <param name="Pass">Passes finished before.</param>
/// <param name="Offset">How far the pass is: rows that the cursor has moved over, or, where samples are drawn from a pool, samples
/// drawn.</param>
/// <param name="Samples">Samples made before: at this place, or, where they are drawn from a pool, at the start of the pass.</param>
/// <param name="AllIgnoredRows">Rows met so far in the first pass whose label is ignored everywhere.</param>
internal readonly record struct StreamPosition(int Pass, long Offset, long Samples, int AllIgnoredRows);
