namespace Ass.MLNet;

/// <summary>What a network makes of one class in one image: its features, averaged over the class's pixels.</summary>
/// <param name="ClassId">The train id, from 0.</param>
/// <param name="Values">C numbers, one for each channel of the backbone's last feature map.</param>
public sealed record ClassVector(int ClassId, ReadOnlyMemory<float> Values);
