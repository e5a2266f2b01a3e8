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
        var (columns, segmenter) = Entry.Read(env, ctx, stream =>
            Segmenter.Load(stream, TorchDevices.Resolve(env, gpuDeviceId: null, fallbackToCpu: null))
        );
        return new AssSegmentationTransformer(env, segmenter, columns);
    }
}
