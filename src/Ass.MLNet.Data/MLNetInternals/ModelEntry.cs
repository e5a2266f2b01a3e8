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
    /// <summary>The loader signature of chains.</summary>
    public const string ChainKind = TransformerChain.LoaderSignature;

    // ML.NET's folder for the model, be it a chain or not, and a chain's for its first transformer.
    private const string ModelFolder = TransformerChain.LoaderSignature;
    private const string FirstStep = "Transform_000";

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
            ModelSaveContext.SaveModel(repository, model, ModelFolder);
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
    /// <exception cref="IOException">The network cannot be unpacked, as where the disk is full.</exception>
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
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or FormatException)
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
    /// <param name="kind">The loader signature of the file's model.</param>
    /// <returns>The entry; null if the file's model is of another kind.</returns>
    /// <exception cref="FormatException">The file is damaged or was written by a later version.</exception>
    public (SegmentationColumns Columns, T Network)? ReadFile<T>(
        IHostEnvironment env,
        Stream archive,
        Func<Stream, T> readNetwork,
        out string kind
    )
        where T : class
    {
        using var repository = RepositoryReader.Open(archive, env);
        using var saved = Open(env, repository, ModelFolder);
        kind = ModelHeader.GetLoaderSig(ref saved.Header);
        if (kind == LoaderSignature)
        {
            return Read(env, saved, readNetwork);
        }
        if (kind != ChainKind || !IsOneStepBesideLoader(repository, saved))
        {
            return null;
        }

        using var step = Open(env, repository, Path.Combine(ModelFolder, FirstStep));
        kind = ModelHeader.GetLoaderSig(ref step.Header);
        return kind == LoaderSignature ? Read(env, step, readNetwork) : null;
    }

    /// <summary>Opens a transformer's entry, which the repository closes; runs nothing.</summary>
    private static ModelLoadContext Open(IHostEnvironment env, RepositoryReader repository, string folder)
    {
        var entry = repository.OpenEntryOrNull(folder, ModelLoadContext.ModelStreamName)
            ?? throw env.ExceptDecode($"The model file has no '{folder}/{ModelLoadContext.ModelStreamName}', which says what it is.");
        CheckEnd(env, entry.Stream);
        return new ModelLoadContext(repository, entry, folder);
    }

    /// <summary>Checks where the header says that the entry ends: ML.NET adds up lengths until there and takes memory for them, but does
    /// not see the sum overflow.</summary>
    private static void CheckEnd(IHostEnvironment env, Stream entry)
    {
        byte[] bytes = new byte[ModelHeader.Size];
        int length = entry.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        entry.Position = 0;
        if (length < bytes.Length)
        {
            throw env.ExceptDecode($"The header of its model is cut short: {length} bytes of {bytes.Length} are there.");
        }

        ModelHeader.MarshalFromBytes(out var header, bytes);
        if (header.FpLim < bytes.Length || header.FpLim > entry.Length)
        {
            throw env.ExceptDecode($"The header of its model says that {header.FpLim} bytes belong to it, and {entry.Length} are there.");
        }
    }

    /// <summary>Whether a chain is what ML.NET puts around a model that it saves beside a data loader, and takes off again.</summary>
    private static bool IsOneStepBesideLoader(RepositoryReader repository, ModelLoadContext chain)
    {
        using var loader = repository.OpenEntryOrNull(ModelLoadContext.ModelStreamName);
        return loader is not null && chain.Reader.ReadInt32() == 1;
    }
}
