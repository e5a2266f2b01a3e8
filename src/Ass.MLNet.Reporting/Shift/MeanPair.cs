using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>The means of a class in the plot.</summary>
/// <param name="Name">The class name.</param>
/// <param name="Source">The source mean, in pixels.</param>
/// <param name="Target">The target mean, in pixels.</param>
/// <param name="Color">The class colour.</param>
internal sealed record MeanPair(string Name, SKPoint Source, SKPoint Target, SKColor Color);
