using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Use;

/// <summary>The record of a folder of predictions, <c>predictions.jsonl</c>: which images' files are complete.</summary>
/// <remarks>The files alone do not show whether this model wrote them or whether the image has changed since.</remarks>
internal sealed class PredictionRecord : IDisposable
{
    private const string FileName = ToolOutputs.Predictions;

    private readonly ImageRecord<DoneImage> _record;

    private PredictionRecord(ImageRecord<DoneImage> record) => _record = record;

    /// <summary>Opens or begins the record of a folder.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="modelFile">The model that will make the predictions.</param>
    /// <param name="overwrite">Whether to discard the existing record.</param>
    /// <exception cref="IOException">The folder holds predictions of another model, or another command is writing some there.</exception>
    public static PredictionRecord Open(string output, string modelFile, bool overwrite) =>
        new(ImageRecord<DoneImage>.Open(output, FileName, "predictions", FileHash.Of(modelFile), overwrite));

    /// <summary>Whether a folder has a record, so that pictures below it are predictions.</summary>
    public static bool IsThere(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Whether all of an image's files exist and were made from this version of the image.</summary>
    public bool IsDone(PredictionFiles files) => _record.Find(files.Name, files.Image) is { Begun: false } && files.All.All(File.Exists);

    /// <summary>Makes sure that what is written over is as this record's predictions left it, and not somebody's labels.</summary>
    /// <exception cref="IOException">Files of an image exist that no prediction of it wrote, or its ids were changed since.</exception>
    public void CheckOwn(IEnumerable<PredictionFiles> files)
    {
        foreach (var file in files.Where(file => !IsDone(file)))
        {
            var entry = _record.Named(file.Name);
            string? foreign = entry is null ? Unrecorded(file) : Changed(file, entry);
            if (foreign is not null)
            {
                string what = entry is null ? "is no recorded prediction" : "has changed since it was the prediction";
                throw new IOException(
                    $"'{foreign}' {what} of '{file.Image}', and would be replaced by it: move it, choose another --output, or replace such "
                        + "files with --overwrite."
                );
            }
        }
    }

    /// <summary>Makes sure that the recorded predictions are of these images, and not of others with the same names.</summary>
    /// <exception cref="IOException">One was made of another image, which still exists.</exception>
    public void CheckImages(IEnumerable<PredictionFiles> files)
    {
        foreach (var file in files)
        {
            if (_record.Named(file.Name)?.Path is { } other && File.Exists(other) && !AreSame(other, Path.GetFullPath(file.Image)))
            {
                throw new IOException(
                    $"'{file.Ids}' was made of '{other}', and would be replaced by the prediction for '{Path.GetFullPath(file.Image)}': "
                        + "choose another --output, or give --overwrite."
                );
            }
        }
    }

    /// <summary>Notes that an image's files are about to be written: what a killed process leaves of them is no label of
    /// somebody's.</summary>
    public void Begin(PredictionFiles files) => _record.Add(Entry(files) with { Begun = true });

    /// <summary>Notes that all of an image's files are written.</summary>
    public void Add(PredictionFiles files)
    {
        var ids = ImageVersion.Of(files.Ids);
        _record.Add(Entry(files) with { IdsLength = ids.Length, IdsModified = ids.Modified });
    }

    public void Dispose() => _record.Dispose();

    /// <summary>A file that is there of an image without an entry; null where a killed process may have left it.</summary>
    private string? Unrecorded(PredictionFiles files) => _record.NotesBeginnings ? files.All.FirstOrDefault(File.Exists) : null;

    /// <summary>The file of ids, if it is not as the entry tells of it.</summary>
    private static string? Changed(PredictionFiles files, DoneImage entry) =>
        entry is { Begun: false, IdsModified: { } modified }
        && File.Exists(files.Ids)
        && ImageVersion.Of(files.Ids) != new ImageVersion(entry.IdsLength, modified)
            ? files.Ids
            : null;

    private static DoneImage Entry(PredictionFiles files)
    {
        var version = ImageVersion.Of(files.Image);
        return new(files.Name, version.Length, version.Modified, Path.GetFullPath(files.Image));
    }

    /// <summary>Whether two paths are of one image, which a link may lead to by another way.</summary>
    private static bool AreSame(string first, string second) =>
        first == second || (ImageVersion.Of(first) == ImageVersion.Of(second) && FileHash.Of(first) == FileHash.Of(second));

    /// <param name="Image">The name below the folder of images.</param>
    /// <param name="Length">See <see cref="ImageVersion"/>.</param>
    /// <param name="Modified">See <see cref="ImageVersion"/>.</param>
    /// <param name="Path">The full path; null in records of version 0.1.</param>
    /// <param name="Begun">Whether the files may be there in part, or not at all.</param>
    /// <param name="IdsLength">That of the file of ids.</param>
    /// <param name="IdsModified">When the ids were written; null in records of version 0.1.</param>
    private sealed record DoneImage(
        string Image,
        long Length,
        DateTime Modified,
        string? Path = null,
        bool Begun = false,
        long IdsLength = 0,
        DateTime? IdsModified = null
    ) : IImageEntry;
}
