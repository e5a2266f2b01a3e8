using Ass.MLNet.Files;
using Ass.MLNet.Weights.Onnx;
using Ass.MLNet.Weights.PyTorch;
using Ass.MLNet.Weights.Safetensors;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights;

/// <summary>Detects a weight file's format from its first bytes.</summary>
internal static class WeightFormats
{
    /// <summary>Opens a file according to its contents, whatever its extension.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file's format is not supported, or the file is damaged.</exception>
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
        return file.Error(
            (ForeignFile.Describe(start) is { } other ? $"it is {other}; " : "")
                + "weights were expected, as safetensors, as a .pth file of PyTorch's torch.save, as a model of this library or as an "
                + "ONNX file; it is none of them"
        );
    }
}
