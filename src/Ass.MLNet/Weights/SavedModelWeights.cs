using System.IO.Compression;
using System.Runtime.InteropServices;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Weights.PyTorch;
using Ass.MLNet.Weights.Tensors;
using TorchSharp;

namespace Ass.MLNet.Weights;

/// <summary>Opens models of this library, as <c>mlContext.Model.Save</c> and <see cref="AssSegmentationTransformer.Save(Stream)"/> write
/// them, as weight files.</summary>
internal static class SavedModelWeights
{
    /// <summary>The archive entry with a network of this library; null if there is none.</summary>
    public static string? FindSegmenter(ZipDirectory zip) =>
        zip.Names.FirstOrDefault(name => name.Split('/', '\\')[^1] == SegmenterFormat.StreamName);

    /// <summary>Loads the network of a model; its tensors are those of the result, and are freed with it.</summary>
    /// <exception cref="InvalidDataException">The model is damaged.</exception>
    public static WeightFile Open(string path, string entry)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            using Stream stream = (archive.GetEntry(entry) ?? throw new InvalidDataException($"it has no entry '{entry}'.")).Open();
            Segmenter segmenter = Segmenter.Load(stream, torch.CPU);
            return new WeightFile(
                path,
                "model of this library",
                [.. segmenter.Network.state_dict().Select(Open)],
                segmenter.Normalization,
                segmenter
            )
            {
                Arithmetic = NetworkArithmetic.Of(segmenter.Network.Spec),
            };
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static WeightTensor Open(KeyValuePair<string, torch.Tensor> item) =>
        new(item.Key, item.Value.shape, values => MemoryMarshal.Cast<byte, float>(item.Value.bytes).CopyTo(values));
}
