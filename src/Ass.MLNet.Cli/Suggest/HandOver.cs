using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Use;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Suggest;

/// <summary>Puts the suggested images together for a labelling tool, with the model's predictions as labels to begin from.</summary>
/// <param name="format">The tool's format.</param>
/// <param name="folder">The folder of the suggestions.</param>
/// <param name="root">The folder below which the images lie.</param>
/// <param name="overwrite">Whether labelme's files that are there are replaced: they may have been corrected since.</param>
/// <param name="polygonTolerance">For labelme: how far polygons may leave the regions; <see langword="null"/>: masks.</param>
internal sealed class HandOver(PredictionFormat format, string folder, string root, bool overwrite, double? polygonTolerance)
{
    private const string ImagesFolder = "images";

    private string Images => Path.Combine(folder, ImagesFolder);

    /// <summary>Where the labels go: labelme looks for its files beside the images.</summary>
    public string Output =>
        format switch
        {
            PredictionFormat.Cvat => Path.Combine(folder, "cvat.zip"),
            PredictionFormat.Coco => Path.Combine(folder, "coco.json"),
            _ => Images,
        };

    /// <summary>Makes sure that no other images will lie among those that are suggested: an earlier choice's, which may have been labelled
    /// since.</summary>
    /// <param name="paths">The images.</param>
    /// <exception cref="IOException">Some do.</exception>
    public void Check(IEnumerable<string> paths)
    {
        if (!Directory.Exists(Images))
        {
            return;
        }
        var chosen = paths.Select(Copy).ToHashSet(StringComparer.Ordinal);
        string[] others =
        [
            .. Directory
                .EnumerateFiles(Images, "*", SearchOption.AllDirectories)
                .Where(path => PictureFormats.IsImage(path) && !chosen.Contains(path) && !IsHidden(path)),
        ];
        if (others.Length > 0)
        {
            throw new IOException(
                $"'{Images}' has {others.Length} images that are not suggested now, such as '{Path.GetRelativePath(Images, others[0])}': "
                    + "move that folder away, or choose another --output."
            );
        }
    }

    /// <summary>Copies the images and writes their labels. Those that have a file of labelme already keep it, unless it may be
    /// replaced.</summary>
    /// <param name="paths">The images.</param>
    /// <param name="model">Predicts the labels.</param>
    /// <param name="cancellation">Stops before the next image.</param>
    public void Write(IReadOnlyCollection<string> paths, ISegmentationTransformer model, CancellationToken cancellation)
    {
        string[] open = [.. paths.Where(path => !PredictionLabels.AreKept(format, overwrite, Copy(path)))];
        if (open.Length < paths.Count)
        {
            Terminal.Line($"{paths.Count - open.Length} of {paths.Count} images have a file of labelme already, which stays.");
        }
        if (open.Length > 0)
        {
            PredictionLabels.Save(format, Output, Segment(open, model, cancellation), Images, overwrite, polygonTolerance);
        }
    }

    // Data sets leave such files out, too: leftovers of a copy that was interrupted, thumbnails.
    private bool IsHidden(string path) => Path.GetRelativePath(Images, path).Split('/', '\\').Any(part => part.StartsWith('.'));

    private string Copy(string path) => Path.Combine(Images, Path.GetRelativePath(root, path));

    private IEnumerable<SegmentedImage> Segment(IEnumerable<string> paths, ISegmentationTransformer model, CancellationToken cancellation)
    {
        foreach (string path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            string copy = Copy(path);
            AtomicFile.Write(copy, file => File.Copy(path, file, overwrite: true));
            using var image = ImageFile.Read(path);
            yield return new SegmentedImage(copy, model.Segment(image));
        }
    }
}
