using Ass.MLNet;
using Ass.MLNet.Graphs;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Ass.MLNet.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(OnnxSegmentationTransformer),
    typeof(OnnxModelFormat),
    null,
    typeof(SignatureLoadModel),
    "ASS segmentation on ONNX Runtime",
    OnnxModelFormat.LoaderSignature
)]

namespace Ass.MLNet.Transforms;

/// <summary>The transformer's format in ML.NET model files. ML.NET finds it by its loader signature in the assembly that the file
/// names.</summary>
internal static class OnnxModelFormat
{
    /// <summary>The name under which ML.NET finds <see cref="Create"/>; part of every saved file.</summary>
    public const string LoaderSignature = "AssOnnxSegmentation";

    private static readonly ModelEntry Entry = new("ASS ONNX", LoaderSignature, typeof(OnnxModelFormat).Assembly, GraphStream.Name);

    /// <summary>Writes the transformer.</summary>
    public static void Save(ModelSaveContext ctx, SegmentationColumns columns, OnnxSegmenter segmenter) =>
        Entry.Write(ctx, columns, segmenter.Save);

    /// <summary>Reads the transformer; called by ML.NET, through the attribute above.</summary>
    /// <exception cref="FormatException">The file is damaged or written by a later version.</exception>
    public static OnnxSegmentationTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (columns, segmenter) = Entry.Read(env, ctx, stream => Open(env, stream, new OnnxRuntimeOptions()));
        return OnnxSegmentationTransformer.Create(env, segmenter, columns);
    }

    /// <summary>Reads a model file with a single transformer of this type. No code that the file names is loaded or run.</summary>
    /// <exception cref="InvalidDataException">The file's model is of another kind; the message is a clause that names it.</exception>
    /// <exception cref="FormatException">The file is damaged or written by a later version.</exception>
    public static (SegmentationColumns Columns, OnnxSegmenter Segmenter) ReadFile(
        IHostEnvironment env,
        Stream archive,
        OnnxRuntimeOptions options
    ) =>
        Entry.ReadFile(env, archive, stream => Open(env, stream, options), out string kind)
        ?? throw new InvalidDataException(
            kind == ModelEntry.ChainKind
                ? "it holds a chain of transformers; load chains with mlContext.Model.Load."
                : $"it holds a model of the kind '{kind}', where '{LoaderSignature}' was expected."
        );

    private static OnnxSegmenter Open(IHostEnvironment env, Stream stream, OnnxRuntimeOptions options)
    {
        try
        {
            return OnnxSegmenter.Open(env, GraphStream.Load(stream), options);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The segmentation model cannot be read: {e.Message}.", e);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The segmentation model cannot be read: it ends too early; the file is truncated.", e);
        }
    }
}
