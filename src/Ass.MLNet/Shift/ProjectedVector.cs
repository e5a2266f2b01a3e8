namespace Ass.MLNet.Shift;

/// <summary>A class vector's place in a plane.</summary>
/// <param name="ClassId">The train id.</param>
/// <param name="IsTarget">Whether its image is of the target.</param>
/// <param name="X">Along the first axis; the vector is 1 long.</param>
/// <param name="Y">Along the second axis.</param>
internal readonly record struct ProjectedVector(int ClassId, bool IsTarget, double X, double Y);
