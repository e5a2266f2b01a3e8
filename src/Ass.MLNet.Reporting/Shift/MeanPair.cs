using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>A class's means in a picture.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Source">The source's mean, in pixels.</param>
/// <param name="Target">The target's mean.</param>
/// <param name="Color">The class's colour.</param>
internal sealed record MeanPair(string Name, SKPoint Source, SKPoint Target, SKColor Color);
