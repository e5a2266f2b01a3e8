using Ass.MLNet;
using Ass.MLNet.Transforms;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(AssSegmentationTransformer), typeof(SegmentationModelFormat), null, typeof(SignatureLoadModel),
    "ASS segmentation", SegmentationModelFormat.LoaderSignature)]

namespace Ass.MLNet.Transforms;

/// <summary>The transformer in ML.NET's model files: found by its loader signature in the assembly that the file names.</summary>
internal static class SegmentationModelFormat
{
    /// <summary>The name under which ML.NET finds <see cref="Create"/>; at most 24 characters, and part of every saved file.</summary>
    public const string LoaderSignature = "AssSegmentation";

    private static VersionInfo Version { get; } = new(
        modelSignature: "ASS SEGM",
        verWrittenCur: 0x00010001, // Initial
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(SegmentationModelFormat).Assembly.FullName);

    // *** Binary format ***
    // int: id of the name of the image column
    // int: id of the name of the predicted label column
    // int: id of the name of the score column, -1 where there is none
    // stream "Segmenter": the network and its preprocessing (Segmenter.Save)

    /// <summary>Writes the transformer; the weights go to a stream of their own, not through memory.</summary>
    public static void Save(ModelSaveContext ctx, SegmentationColumns columns, Segmenter segmenter)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(columns.Image);
        ctx.SaveNonEmptyString(columns.PredictedLabel);
        ctx.SaveStringOrNull(columns.Score);
        ctx.SaveBinaryStream(SegmenterFormat.StreamName, writer =>
        {
            writer.Flush();
            segmenter.Save(writer.BaseStream);
        });
    }

    /// <summary>Reads the transformer; called by ML.NET, through the attribute above.</summary>
    /// <exception cref="FormatException">The file is damaged or written by a later version.</exception>
    public static AssSegmentationTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var columns = new SegmentationColumns(ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString(), ctx.LoadStringOrNull());
        var device = TorchDevices.Resolve(env, gpuDeviceId: null, fallbackToCpu: null);
        Segmenter? segmenter = null;
        try
        {
            ctx.TryLoadBinaryStream(SegmenterFormat.StreamName, reader => segmenter = Segmenter.Load(reader.BaseStream, device));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw env.ExceptDecode(e, e.Message);
        }

        return segmenter is null
            ? throw env.ExceptDecode($"The model file has no stream '{SegmenterFormat.StreamName}', which holds the segmentation network.")
            : new AssSegmentationTransformer(env, segmenter, columns);
    }
}
