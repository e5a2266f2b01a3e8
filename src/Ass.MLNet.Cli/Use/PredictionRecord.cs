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
    public bool IsDone(PredictionFiles files) => _record.Find(files.Name, files.Image) is not null && files.All.All(File.Exists);

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

    public void Add(PredictionFiles files)
    {
        var version = ImageVersion.Of(files.Image);
        _record.Add(new DoneImage(files.Name, version.Length, version.Modified, Path.GetFullPath(files.Image)));
    }

    public void Dispose() => _record.Dispose();

    /// <summary>Whether two paths are of one image, which a link may lead to by another way.</summary>
    private static bool AreSame(string first, string second) =>
        first == second || (ImageVersion.Of(first) == ImageVersion.Of(second) && FileHash.Of(first) == FileHash.Of(second));

    /// <param name="Image">The name below the folder of images.</param>
    /// <param name="Length">See <see cref="ImageVersion"/>.</param>
    /// <param name="Modified">See <see cref="ImageVersion"/>.</param>
    /// <param name="Path">The full path; null in records of version 0.1.</param>
    private sealed record DoneImage(string Image, long Length, DateTime Modified, string? Path = null) : IImageEntry;
}
