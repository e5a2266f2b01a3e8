using System.Text;
using Ass.MLNet;
using Ass.MLNet.Onnx;
using Ass.MLNet.Prediction;

namespace SegmentationService.Tests;

/// <summary>An ONNX graph of one convolution, written by hand: the class of a pixel is the third of the range in which its green value
/// lies.</summary>
internal static class TinyGraph
{
    public static readonly string[] Classes = ["road", "car", "sky"];

    private const int Float = 1,
        Byte = 2,
        Long = 7;

    /// <param name="reversed">Whether the brightest third is class 0.</param>
    public static byte[] Create(bool reversed)
    {
        // Scores of the classes: 0, g - 85 and (g - 85) + (g - 170).
        float[] weights = [0, 0, 0, 0, 1, 0, 0, 2, 0],
            biases = [0, -84.5f, -254];
        if (reversed)
        {
            (weights[1], weights[7]) = (weights[7], weights[1]);
            (biases[0], biases[2]) = (biases[2], biases[0]);
        }

        var description = new OnnxDescription(
            Classes,
            OnnxInput.Bgr,
            OnnxOutput.NetworkLogits,
            new PredictionResizing(InputSize: null),
            ResizesImages: false
        );
        byte[] graph =
        [
            .. Message(1, Node("Cast", ["image"], "floats", Attribute("to", Float))),
            .. Message(1, Node("Transpose", ["floats"], "planes", Attribute("perm", 0, 3, 1, 2))),
            .. Message(1, Node("Conv", ["planes", "weights", "biases"], description.OutputName)),
            .. Text(2, "tiny"),
            .. Message(5, Tensor("weights", weights, 3, 3, 1, 1)),
            .. Message(5, Tensor("biases", biases, 3)),
            .. Message(11, Value("image", Byte, "N", "H", "W", 3)),
            .. Message(12, Value(description.OutputName, Float, "N", 3, "H", "W")),
        ];
        return
        [
            .. Number(1, 8), // the version of the format
            .. Message(7, graph),
            .. Message(8, Number(2, 17)), // the version of the operators
            .. description.ToMetadata().SelectMany(entry => Message(14, [.. Text(1, entry.Key), .. Text(2, entry.Value)])),
        ];
    }

    private static byte[] Node(string type, string[] inputs, string output, params byte[] attributes) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, type), .. attributes];

    private static byte[] Attribute(string name, long value) => Message(5, [.. Text(1, name), .. Number(3, value), .. Number(20, 2)]);

    private static byte[] Attribute(string name, params long[] values) =>
        Message(5, [.. Text(1, name), .. values.SelectMany(value => Number(8, value)), .. Number(20, Long)]);

    private static byte[] Tensor(string name, float[] values, params long[] sizes) =>
        [
            .. sizes.SelectMany(size => Number(1, size)),
            .. Number(2, Float),
            .. Text(8, name),
            .. Message(9, [.. values.SelectMany(BitConverter.GetBytes)]),
        ];

    /// <param name="name">The name of an input or an output.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="sizes">A number, or a name where any size will do.</param>
    private static byte[] Value(string name, int type, params object[] sizes)
    {
        byte[] shape = [.. sizes.SelectMany(size => Message(1, size is int number ? Number(1, number) : Text(2, $"{size}")))];
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, type), .. Message(2, shape)]))];
    }

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] bytes) => [.. Varint((field << 3) | 2), .. Varint(bytes.Length), .. bytes];

    private static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(long value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
