using System.Reflection;
using Ass.MLNet.Files;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.MLNetInternals;

/// <summary>The entry of a segmentation transformer in ML.NET's model files: its column names, and a stream with its network.</summary>
/// <param name="ModelSignature">The eight characters at the start of the entry.</param>
/// <param name="LoaderSignature">The name under which ML.NET finds the loader; at most 24 characters.</param>
/// <param name="Loader">The assembly that contains the loader.</param>
/// <param name="StreamName">The name of the stream.</param>
internal sealed record ModelEntry(string ModelSignature, string LoaderSignature, Assembly Loader, string StreamName)
{
    // *** Binary format ***
    // int: id of the name of the image column
    // int: id of the name of the predicted label column
    // int: id of the name of the score column, -1 if there is none
    // the stream: the network and its preprocessing

    private VersionInfo Version =>
        new(
            modelSignature: ModelSignature,
            verWrittenCur: 0x00010001, // Initial
            verReadableCur: 0x00010001,
            verWeCanReadBack: 0x00010001,
            loaderSignature: LoaderSignature,
            loaderAssemblyName: Loader.FullName
        );

    /// <summary>Writes a complete model file with one transformer and no input schema.</summary>
    /// <param name="env">The environment.</param>
    /// <param name="model">The transformer.</param>
    /// <param name="stream">Written from its current position; it need not be seekable.</param>
    public static void WriteFile(IHostEnvironment env, ICanSaveModel model, Stream stream)
    {
        var forward = new ForwardStream(stream);
        using (var repository = RepositoryWriter.CreateNew(forward, env))
        {
            ModelSaveContext.SaveModel(repository, model, TransformerChain.LoaderSignature);
            repository.Commit();
        }

        forward.CheckWritten();
    }

    /// <summary>Writes the entry; the network is streamed without buffering in memory.</summary>
    public void Write(ModelSaveContext ctx, SegmentationColumns columns, Action<Stream> writeNetwork)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(columns.Image);
        ctx.SaveNonEmptyString(columns.PredictedLabel);
        ctx.SaveStringOrNull(columns.Score);
        ctx.SaveBinaryStream(StreamName, writer =>
        {
            writer.Flush();
            writeNetwork(writer.BaseStream);
        });
    }

    /// <summary>Reads the entry.</summary>
    /// <param name="env">The environment, which creates ML.NET's errors.</param>
    /// <param name="ctx">The load context, positioned at the entry.</param>
    /// <param name="readNetwork">Reads the network from its stream.</param>
    /// <exception cref="FormatException">The file is damaged or was written by a later version.</exception>
    public (SegmentationColumns Columns, T Network) Read<T>(IHostEnvironment env, ModelLoadContext ctx, Func<Stream, T> readNetwork)
        where T : class
    {
        ctx.CheckAtModel(Version);
        var columns = new SegmentationColumns(ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString(), ctx.LoadStringOrNull());
        T? network = null;
        try
        {
            ctx.TryLoadBinaryStream(StreamName, reader => network = readNetwork(reader.BaseStream));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw env.ExceptDecode(e, e.Message);
        }

        return network is null
            ? throw env.ExceptDecode($"The model file has no stream '{StreamName}', which holds the segmentation network.")
            : (columns, network);
    }

    /// <summary>Reads a model file whose only transformer is an entry of this kind. No code that the file names is loaded or run.</summary>
    /// <param name="env">The environment, which creates ML.NET's errors.</param>
    /// <param name="archive">The model file.</param>
    /// <param name="readNetwork">Reads the network from its stream.</param>
    /// <exception cref="InvalidDataException">The file's model is of another kind; the message is a clause that names it.</exception>
    /// <exception cref="FormatException">The file is damaged or was written by a later version.</exception>
    public (SegmentationColumns Columns, T Network) ReadFile<T>(IHostEnvironment env, Stream archive, Func<Stream, T> readNetwork)
        where T : class
    {
        using var repository = RepositoryReader.Open(archive, env);
        using var entry = repository.OpenEntry(TransformerChain.LoaderSignature, ModelLoadContext.ModelStreamName);
        using var ctx = new ModelLoadContext(repository, entry, TransformerChain.LoaderSignature);
        string found = ModelHeader.GetLoaderSig(ref ctx.Header);
        return found == LoaderSignature
            ? Read(env, ctx, readNetwork)
            : throw new InvalidDataException(
                found == TransformerChain.LoaderSignature
                    ? "it holds a chain of transformers; load chains with mlContext.Model.Load."
                    : $"it holds a model of the kind '{found}', where '{LoaderSignature}' was expected."
            );
    }
}
