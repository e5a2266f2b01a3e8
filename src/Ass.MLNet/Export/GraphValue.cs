namespace Ass.MLNet.Export;

/// <summary>A tensor in an ONNX graph: an input, a constant, or what a node returns.</summary>
/// <param name="Name">Its name, which nodes refer to.</param>
internal readonly record struct GraphValue(string Name)
{
    /// <summary>Stands for an optional input of a node that is left out.</summary>
    public static GraphValue None { get; } = new("");
}
