using Ass.MLNet.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Ass.MLNet.Runtime;

/// <summary>Checks that a graph takes and returns what its metadata says.</summary>
internal static class GraphContract
{
    private const int Rank = 4;

    /// <summary>Checks what can be said before the graph is opened.</summary>
    /// <exception cref="InvalidDataException">Images cannot be given to the graph; the message is a clause.</exception>
    public static void CheckInput(OnnxDescription description)
    {
        if (description.Input == OnnxInput.Normalized)
        {
            throw new InvalidDataException(
                $"its input is {nameof(OnnxInput)}.{nameof(OnnxInput.Normalized)}, for programs that prepare images themselves; export it "
                    + $"with {nameof(OnnxInput)}.{nameof(OnnxInput.Bgr)}"
            );
        }
    }

    /// <summary>Checks the inputs and outputs of an opened graph.</summary>
    /// <exception cref="InvalidDataException">They are not those of the description; the message is a clause.</exception>
    public static void Check(InferenceSession session, OnnxDescription description)
    {
        var size = description.ResizesImages ? null : description.Resizing.InputSize;
        Check(
            "input",
            session.InputMetadata,
            OnnxDescription.InputName,
            TensorElementType.UInt8,
            [null, size?.Height, size?.Width, 3],
            "bytes (N, H, W, 3)" + (size is null ? "" : $" with {size} pixels")
        );
        int classes = description.ClassNames.Count;
        if (description.Output == OnnxOutput.Ids)
        {
            Check("output", session.OutputMetadata, description.OutputName, TensorElementType.UInt8, [null, null, null], "bytes (N, H, W)");
        }
        else
        {
            Check(
                "output",
                session.OutputMetadata,
                description.OutputName,
                TensorElementType.Float,
                [null, classes, null, null],
                $"32-bit floats (N, {classes}, H, W), a score for each of its {classes} classes"
            );
        }
    }

    /// <param name="role">Input or output.</param>
    /// <param name="found">What the graph has.</param>
    /// <param name="name">The name of the only one that it should have.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="dimensions">Its dimensions; null: of any size.</param>
    /// <param name="expected">Both in words.</param>
    private static void Check(
        string role,
        IReadOnlyDictionary<string, NodeMetadata> found,
        string name,
        TensorElementType type,
        int?[] dimensions,
        string expected
    )
    {
        if (found.Count != 1 || !found.TryGetValue(name, out var tensor))
        {
            string names = found.Count == 0 ? "none" : string.Join(", ", found.Keys.Take(Rank).Select(key => $"'{key}'"));
            throw new InvalidDataException($"its only {role} should be '{name}', and it has {names}");
        }

        if (!tensor.IsTensor || tensor.ElementDataType != type || !Agree(tensor.Dimensions, dimensions))
        {
            throw new InvalidDataException($"its {role} '{name}' should be {expected}, and is {Describe(tensor)}");
        }
    }

    private static bool Agree(int[] found, int?[] expected) =>
        found.Length == expected.Length
        && found.Zip(expected).All(pair => pair.First < 0 || pair.Second is null || pair.First == pair.Second);

    private static string Describe(NodeMetadata tensor) =>
        tensor.IsTensor
            ? $"{tensor.ElementDataType} ({string.Join(", ", tensor.Dimensions.Select(size => size < 0 ? "?" : $"{size}"))})"
            : $"{tensor.OnnxValueType}";
}
