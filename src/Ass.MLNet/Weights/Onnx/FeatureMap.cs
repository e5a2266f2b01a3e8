namespace Ass.MLNet.Weights.Onnx;

/// <summary>A tensor between the nodes of an image network.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Channels">Its number of channels.</param>
internal readonly record struct FeatureMap(string Name, long Channels);
