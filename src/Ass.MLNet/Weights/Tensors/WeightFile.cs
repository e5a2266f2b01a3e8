using Ass.MLNet.Networks;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>An open weight file of any supported format: its tensors, and the input normalisation that they were trained with, if
/// known.</summary>
/// <remarks>Files are not trusted: no code in them is run, and every size is checked before memory is allocated for it.</remarks>
internal sealed class WeightFile : IDisposable
{
    private readonly IDisposable _source;

    /// <param name="path">The file.</param>
    /// <param name="format">The format's display name.</param>
    /// <param name="tensors">Its tensors; their values are read from <paramref name="source"/>.</param>
    /// <param name="normalization">The recorded input normalisation; null if there is none.</param>
    /// <param name="source">Closed with the file.</param>
    public WeightFile(
        string path,
        string format,
        IReadOnlyList<WeightTensor> tensors,
        InputNormalization? normalization,
        IDisposable source
    )
    {
        (Path, Format, Tensors, Normalization) = (path, format, tensors, normalization);
        _source = source;
    }

    public string Path { get; }

    /// <summary>The format, such as <c>safetensors</c>.</summary>
    public string Format { get; }

    /// <summary>The tensors in the file's order.</summary>
    public IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>The input normalisation that the weights were trained with, if the file or its format defines it.</summary>
    public InputNormalization? Normalization { get; }

    /// <summary>The arithmetic of the network that the weights were trained in, if recorded.</summary>
    public NetworkArithmetic? Arithmetic { get; init; }

    /// <summary>Other objects in the file that were ignored, such as <c>args (argparse.Namespace)</c>.</summary>
    public IReadOnlyList<string> ReadOver { get; init; } = [];

    /// <summary>Reads all values of a tensor, and makes sure that they are numbers a network can have.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void Read(WeightTensor tensor, Span<float> values)
    {
        tensor.Read(values);

        // A damaged file can have the right shape; one such value would turn every output into NaN without a word.
        bool isVariance = tensor.Name.EndsWith("running_var", StringComparison.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) || (isVariance && values[i] < 0))
            {
                throw new InvalidDataException(
                    $"'{Path}' is damaged: {(isVariance ? "a variance" : "a finite number")} was expected at element {i} of "
                        + $"{RawFile.Printable(tensor.Name)}, found {values[i]}."
                );
            }
        }
    }

    public void Dispose() => _source.Dispose();
}
