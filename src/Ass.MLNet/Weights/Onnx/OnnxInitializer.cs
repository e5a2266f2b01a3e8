namespace Ass.MLNet.Weights.Onnx;

/// <summary>A constant tensor of an ONNX graph: its description and the location of its values in the file.</summary>
/// <param name="Name">The name by which nodes refer to it.</param>
/// <param name="Dimensions">Its dimensions as given in the file, unchecked.</param>
/// <param name="DataType">ONNX's number of its element type; 1 is a 32-bit float.</param>
/// <param name="ByteCount">Number of bytes of values in the file.</param>
/// <param name="Start">Offset of its message in the file.</param>
/// <param name="End">Offset after its message.</param>
internal sealed record OnnxInitializer(string Name, long[] Dimensions, long DataType, long ByteCount, long Start, long End)
{
    /// <summary>For error messages, such as <c>'Parameter91' [64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"'{Name}' [{string.Join(", ", Dimensions)}]";
}
