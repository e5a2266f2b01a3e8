namespace Ass.MLNet.Shift;

/// <summary>A class vector's position in the projection plane.</summary>
/// <param name="ClassId">The train id.</param>
/// <param name="IsTarget">Whether its image is from the target domain.</param>
/// <param name="X">Coordinate along the first axis; the vector has length 1.</param>
/// <param name="Y">Coordinate along the second axis.</param>
internal readonly record struct ProjectedVector(int ClassId, bool IsTarget, double X, double Y);
