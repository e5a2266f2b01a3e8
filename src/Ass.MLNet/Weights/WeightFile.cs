namespace Ass.MLNet;

/// <summary>An open weight file of any format that is understood: its tensors, and what it says about the pixels they were trained on.</summary>
/// <remarks>Files are not trusted: nothing in them is run, and every size is checked before memory is taken for it.</remarks>
internal sealed class WeightFile : IDisposable
{
    private readonly IDisposable source;

    /// <param name="path">The file.</param>
    /// <param name="format">Its format, for people.</param>
    /// <param name="tensors">Its tensors; their values are read from <paramref name="source"/>.</param>
    /// <param name="normalization">What it says about pixels; null where it says nothing.</param>
    /// <param name="source">Closed with the file.</param>
    public WeightFile(string path, string format, IReadOnlyList<WeightTensor> tensors, InputNormalization? normalization, IDisposable source)
    {
        (Path, Format, Tensors, Normalization) = (path, format, tensors, normalization);
        this.source = source;
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

    /// <summary>Opens a file by what it holds, whatever its name ends in.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is of no format that is read here, or damaged.</exception>
    public static WeightFile Open(string path)
    {
        RawFile file = RawFile.Open(path);
        try
        {
            Span<byte> start = stackalloc byte[9];
            start = start[..(int)Math.Min(start.Length, file.Length)];
            file.Read(0, start);
            return start switch
            {
                // First, because it begins with a length, whose lowest byte can be any of the others' marks.
                [_, _, _, _, 0, 0, 0, 0, (byte)'{'] => SafetensorsReader.Open(file),
                [(byte)'P', (byte)'K', 3, 4, ..] => OpenZip(file),
                [0x80, ..] => PyTorchLegacyFile.Open(file),
                [0x08, ..] => OpenOnnx(file),
                _ => throw Unknown(file),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

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
                    + $"{RawFile.Printable(tensor.Name)}, found {values[i]}.");
            }
        }
    }

    public void Dispose() => source.Dispose();

    private static WeightFile OpenZip(RawFile file)
    {
        ZipDirectory zip = ZipDirectory.Read(file);
        if (PyTorchZipFile.FindRoot(zip) is { } root)
        {
            return PyTorchZipFile.Open(file, zip, root);
        }

        if (SavedModelWeights.FindSegmenter(zip) is { } segmenter)
        {
            file.Dispose();
            return SavedModelWeights.Open(file.Path, segmenter);
        }

        throw Unknown(file);
    }

    private static WeightFile OpenOnnx(RawFile file)
    {
        file.Dispose();
        return OnnxResNet.Open(file.Path);
    }

    private static InvalidDataException Unknown(RawFile file)
    {
        byte[] start = new byte[Math.Min(file.Length, ForeignFile.TellingBytes)];
        file.Read(0, start);
        return file.Error((ForeignFile.Describe(start) is { } other ? $"it is {other}; " : "")
            + "weights were expected, as safetensors, as a .pth file of PyTorch's torch.save, as a model of this library or as an ONNX file; it is none of them");
    }
}
