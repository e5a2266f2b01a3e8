using Ass.MLNet.Sampling;

namespace Ass.MLNet.Checkpoints;

/// <summary>Where the three streams stand; null for a stream that the recipe does not read.</summary>
internal sealed record StreamPositions(StreamPosition? Source, StreamPosition? LabeledTarget, StreamPosition? UnlabeledTarget);
