using Ass.MLNet.Sampling;

namespace Ass.MLNet.Checkpoints;

/// <summary>The positions of the three streams; null for streams that the recipe does not read.</summary>
internal sealed record StreamPositions(StreamPosition? Source, StreamPosition? LabeledTarget, StreamPosition? UnlabeledTarget);
