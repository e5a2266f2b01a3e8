using Ass.MLNet;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using Ass.MLNet.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(AssSegmentationTransformer),
    typeof(SegmentationModelFormat),
    null,
    typeof(SignatureLoadModel),
    "ASS segmentation",
    SegmentationModelFormat.LoaderSignature
)]

namespace Ass.MLNet.Transforms;

/// <summary>The transformer's format in ML.NET model files. ML.NET finds it by its loader signature in the assembly that the file
/// names.</summary>
internal static class SegmentationModelFormat
{
    /// <summary>The name under which ML.NET finds <see cref="Create"/>; part of every saved file.</summary>
    public const string LoaderSignature = "AssSegmentation";

    private static readonly ModelEntry Entry = new(
        "ASS SEGM",
        LoaderSignature,
        typeof(SegmentationModelFormat).Assembly,
        SegmenterFormat.StreamName
    );

    /// <summary>Writes the transformer.</summary>
    public static void Save(ModelSaveContext ctx, SegmentationColumns columns, Segmenter segmenter) =>
        Entry.Write(ctx, columns, segmenter.Save);

    /// <summary>Reads the transformer; called by ML.NET, through the attribute above.</summary>
    /// <exception cref="FormatException">The file is damaged or written by a later version.</exception>
    public static AssSegmentationTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (columns, segmenter) = Entry.Read(env, ctx, stream => Open(env, stream));
        return new AssSegmentationTransformer(env, segmenter, columns);
    }

    /// <summary>Reads a model file with a single transformer of this type. No code that the file names is loaded or run.</summary>
    /// <param name="env">Decides the device.</param>
    /// <param name="archive">The model file.</param>
    /// <param name="kind">The loader signature of the file's model.</param>
    /// <returns>The transformer; null if the file's model is of another kind.</returns>
    /// <exception cref="FormatException">The file is damaged or written by a later version.</exception>
    public static AssSegmentationTransformer? ReadFile(IHostEnvironment env, Stream archive, out string kind) =>
        Entry.ReadFile(env, archive, stream => Open(env, stream), out kind) is { } found
            ? new AssSegmentationTransformer(env, found.Network, found.Columns)
            : null;

    private static Segmenter Open(IHostEnvironment env, Stream stream) =>
        Segmenter.Load(stream, TorchDevices.Resolve(env, gpuDeviceId: null, fallbackToCpu: null));
}
