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

    /// <summary>Copies the images and writes their labels.</summary>
    /// <param name="paths">The images.</param>
    /// <param name="model">Predicts the labels.</param>
    /// <param name="cancellation">Stops before the next image.</param>
    public void Write(IEnumerable<string> paths, ISegmentationTransformer model, CancellationToken cancellation) =>
        PredictionLabels.Save(format, Output, Segment(paths, model, cancellation), Images, overwrite, polygonTolerance);

    private IEnumerable<SegmentedImage> Segment(IEnumerable<string> paths, ISegmentationTransformer model, CancellationToken cancellation)
    {
        foreach (string path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            string copy = Path.Combine(Images, Path.GetRelativePath(root, path));
            AtomicFile.Write(copy, file => File.Copy(path, file, overwrite: true));
            using var image = ImageFile.Read(path);
            yield return new SegmentedImage(copy, model.Segment(image));
        }
    }
}
