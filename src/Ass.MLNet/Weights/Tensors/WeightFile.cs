using Ass.MLNet.Networks;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>An open weight file of any format that is understood: its tensors, and what it says about the pixels they were trained
/// on.</summary>
/// <remarks>Files are not trusted: nothing in them is run, and every size is checked before memory is taken for it.</remarks>
internal sealed class WeightFile : IDisposable
{
    private readonly IDisposable _source;

    /// <param name="path">The file.</param>
    /// <param name="format">Its format, for people.</param>
    /// <param name="tensors">Its tensors; their values are read from <paramref name="source"/>.</param>
    /// <param name="normalization">What it says about pixels; null where it says nothing.</param>
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

    /// <summary>The pixels that the weights were trained on, where the file or its format says so.</summary>
    public InputNormalization? Normalization { get; }

    /// <summary>What the network did that the weights were trained in, where the file says so.</summary>
    public NetworkArithmetic? Arithmetic { get; init; }

    /// <summary>What lies beside the tensors and was not made, such as <c>args (argparse.Namespace)</c>.</summary>
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
