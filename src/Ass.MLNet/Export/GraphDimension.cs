using Ass.MLNet.Onnx.Protocol;

namespace Ass.MLNet.Export;

/// <summary>A side of a graph's input or output: a number, or a name for what is known only when the graph runs.</summary>
internal readonly record struct GraphDimension
{
    private readonly long _size;
    private readonly string? _name;

    private GraphDimension(long size, string? name) => (_size, _name) = (size, name);

    public static implicit operator GraphDimension(long size) => new(size, null);

    public static implicit operator GraphDimension(string name) => new(0, name);

    public TensorShapeProto.Types.Dimension ToProto() => _name is null ? new() { DimValue = _size } : new() { DimParam = _name };
}
